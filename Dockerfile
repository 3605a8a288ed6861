# Overridable with a mirror's copy or a pinned digest.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /srv/wengert
COPY requirements.lock ./
# The secrets are optional: pip's configuration and CA certificates, for builds behind a mirror or proxy.
# They are mounted for this step only, so no address or password ends up in a layer.
# Test suites are a fifth of what gets installed.
RUN --mount=type=secret,id=pip-conf --mount=type=secret,id=pip-cert \
    python -m venv --without-pip /opt/wengert \
    && PIP_CONFIG_FILE=/run/secrets/pip-conf pip --python /opt/wengert/bin/python install \
        --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
        --only-binary=:all: --require-hashes -r requirements.lock \
    && find /opt/wengert -type d -name tests -prune -exec rm -rf {} +
COPY LICENSE ./
COPY app app
# Compiled here, as the server can write nowhere; unchecked, so that no file time can make it compile again.
RUN python -m compileall -q --invalidation-mode unchecked-hash app

FROM ${PYTHON_IMAGE}
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="Wengert" \
      org.opencontainers.image.description="Gradients over HTTP: post a computation graph and values, get the loss and every gradient." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 10001 wengert \
    && useradd --uid 10001 --gid wengert --no-log-init --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin wengert
COPY --from=build /opt/wengert /opt/wengert
COPY --from=build /srv/wengert /srv/wengert
# The examples that /docs offers.
COPY openapi/examples /srv/wengert/openapi/examples
WORKDIR /srv/wengert
# One BLAS thread: requests run next to each other, and their matrices are small.
# Draining ends before `docker stop` loses patience, which is after 10 seconds.
ENV PATH=/opt/wengert/bin:$PATH \
    WENGERT_ALLOW_OPEN=true \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 \
    WENGERT_HOST=0.0.0.0 \
    WENGERT_PORT=8000 \
    WENGERT_SHUTDOWN_SECONDS=8 \
    WENGERT_LOG_FORMAT=json \
    WENGERT_LOG_REQUESTS=true
# By number, so that an orchestrator can tell it is not root.
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
# http.client, unlike urllib, does not send a request for 127.0.0.1 to a proxy from the environment.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['WENGERT_PORT']), timeout=4); c.request('GET', '/livez'); sys.exit(c.getresponse().status != 200)"]
# Exec form: the server is process 1 and gets SIGTERM itself.
CMD ["python", "-m", "app"]
