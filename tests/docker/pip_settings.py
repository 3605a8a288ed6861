"""Write this machine's pip settings to FOLDER/pip.conf and its CA certificates to FOLDER/cert.pem.

The image is built with them, so that it builds wherever pip works. Prints the local folders they mention.
"""

import ast
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request

# What says where packages come from; the rest of a machine's settings is its own business.
SOURCES = {"index-url", "extra-index-url", "find-links", "no-index", "trusted-host", "proxy"}
PATIENCE = {"timeout", "default-timeout", "retries"}

folder = pathlib.Path(sys.argv[1])
listing = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True)
if listing.returncode and shutil.which("pip"):
    listing = subprocess.run(["pip", "config", "list"], capture_output=True, text=True)

settings: dict[str, str] = {}
for section in ("global", "install", ":env:"):  # the later one wins
    for line in listing.stdout.splitlines():
        name, _, value = line.partition("=")
        if name.startswith(f"{section}."):
            settings[name.removeprefix(f"{section}.")] = ast.literal_eval(value)

certificates = [
    settings.get("cert"),
    os.environ.get("REQUESTS_CA_BUNDLE"),
    ssl.get_default_verify_paths().cafile,
    "/etc/ssl/certs/ca-certificates.crt",
]
kept = {name: value for name, value in settings.items() if name in SOURCES | PATIENCE}
if found := next((path for path in certificates if path and os.path.isfile(path)), None):
    shutil.copyfile(found, folder / "cert.pem")
    kept["cert"] = "/run/secrets/pip-cert"
lines = [f"{name} = {' '.join(value.split())}\n" for name, value in sorted(kept.items())]
(folder / "pip.conf").write_text("[global]\n" + "".join(lines))

folders = set()
for name in ("index-url", "extra-index-url", "find-links"):
    for source in kept.get(name, "").split():
        url = urllib.parse.urlsplit(source)
        if url.scheme not in ("", "file"):
            continue
        path = pathlib.Path(urllib.request.url2pathname(url.path))
        # The pages of an index usually link to files beside it.
        path = path if name == "find-links" else path.parent
        if path.is_absolute() and path.is_dir() and path != pathlib.Path("/"):
            folders.add(str(path))
sys.stdout.writelines(f"{path}\n" for path in sorted(folders))
