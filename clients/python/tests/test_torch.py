"""Remote functions inside PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import wengert as tf

torch = pytest.importorskip("torch")

from wengert.torch import differentiable  # noqa: E402  (it imports torch)


def doubles(*shape: int) -> Any:
    return torch.randn(*shape, dtype=torch.float64, requires_grad=True)


def layer(x: Any, weights: Any) -> Any:
    return np.tanh(x @ weights["w"] + weights["b"])


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.manual_seed(0)


def test_first_and_second_derivatives() -> None:
    remote = differentiable(lambda x, y: (np.sum(np.sin(x) * y), x * y**2))
    arguments = (doubles(3), doubles(3))
    assert torch.autograd.gradcheck(remote, arguments)
    assert torch.autograd.gradgradcheck(remote, arguments)


def test_the_third_derivative() -> None:
    x = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
    y = differentiable(lambda x: x**4)(x)
    for expected in (32.0, 48.0, 48.0):
        [y] = torch.autograd.grad(y, x, create_graph=True)
        assert y.item() == pytest.approx(expected)


def test_structures_and_a_loss_around_it() -> None:
    x, w, b = doubles(4, 3), doubles(3, 2), doubles(2)
    torch.nn.functional.mse_loss(differentiable(layer)(x, {"w": w, "b": b}), torch.ones(4, 2)).backward()
    found = [one.grad.clone() for one in (x, w, b)]
    for one in (x, w, b):
        one.grad = None
    torch.nn.functional.mse_loss(torch.tanh(x @ w + b), torch.ones(4, 2)).backward()
    for one, grad in zip((x, w, b), found, strict=True):
        torch.testing.assert_close(one.grad, grad)


def test_it_trains_inside_a_model() -> None:
    class Model(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.before, self.after = torch.nn.Linear(2, 4), torch.nn.Linear(4, 1)
            self.remote = differentiable(lambda h: np.tanh(h) * h)

        def forward(self, x: Any) -> Any:
            return self.after(self.remote(self.before(x)))

    x = torch.randn(16, 2)
    y = x[:, :1] * x[:, 1:]
    model = Model()
    optimizer = torch.optim.Adam(model.parameters(), 0.05)
    losses = []
    for _ in range(40):
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 10


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
def test_dtypes_stay(dtype: Any) -> None:
    x = torch.tensor([1.0, 2.0], dtype=dtype, requires_grad=True)
    y = differentiable(lambda x: 2.0 * x**2)(x)
    assert y.dtype == dtype
    y.sum().backward()
    assert x.grad.dtype == dtype
    torch.testing.assert_close(x.grad, torch.tensor([4.0, 8.0], dtype=dtype))


def test_what_is_not_floating_is_not_differentiated() -> None:
    x, place = doubles(4), torch.tensor([2, 0])
    y, largest = differentiable(lambda x, i, scale: (x[i] * scale, tf.argmax(x)))(x, place, 3)
    assert largest.item() == x.argmax().item()
    assert not largest.requires_grad
    y.sum().backward()
    torch.testing.assert_close(x.grad, torch.tensor([3.0, 0.0, 3.0, 0.0], dtype=torch.float64))
    with pytest.raises(TypeError, match="complex"):
        differentiable(lambda x: x)(torch.ones(2, dtype=torch.complex128))


def test_what_does_not_matter_has_a_gradient_of_zero() -> None:
    x, y = doubles(2), doubles(2)
    differentiable(lambda x, y: np.sum(x) + 0 * np.sum(tf.stop_gradient(y)))(x, y).backward()
    assert y.grad.tolist() == [0.0, 0.0]


def test_nothing_is_asked_backward_where_nothing_is_wanted() -> None:
    with torch.no_grad():
        assert not differentiable(lambda x: x * x)(doubles(2)).requires_grad
