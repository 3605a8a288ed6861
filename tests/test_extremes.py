"""Values and derivatives where naive formulas lose digits, overflow, or meet infinities; and the memory they take."""

from __future__ import annotations

import math
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.linalg import lapack

from app.engine import Plan, Tape, gradient, ops, run
from app.errors import OperationError
from app.ops import REGISTRY
from app.ops.spec import FLOAT64, spec_of
from tests.gradcheck import OVERHEAD

Array = NDArray[Any]
INF = math.inf
HUGE, TINY = 1e200, 1e-200

# The operation, x, the value, and the first and second derivative there, computed with 60 to 1,300 digits.
ONE = [
    ("tanh", -300.0, -1.0, 1.0601586212017243e-260, 2.1203172424034486e-260),
    ("tanh", -40.0, -1.0, 7.219405551381661e-35, 1.4438811102763322e-34),
    ("tanh", -19.0, -0.9999999999999999, 1.2556531168192118e-16, 2.511306233638423e-16),
    ("tanh", 9.0, 0.999999969540041, 6.091991712323229e-08, -1.2183983053522824e-07),
    ("tanh", 15.0, 0.9999999999998128, 3.743049187535369e-13, -7.486098375069338e-13),
    ("tanh", 9.313225746154785e-10, 9.313225746154785e-10, 1.0, -1.862645149230957e-09),
    ("sech", -40.0, 8.496708510583178e-18, 8.496708510583178e-18, 8.496708510583178e-18),
    ("sech", 0.5, 0.8868188839700739, -0.409814221664745, -0.508054517729203),
    ("sech", 300.0, 1.0296400444824027e-130, -1.0296400444824027e-130, 1.0296400444824027e-130),
    ("sigmoid", -700.0, 9.85967654375977e-305, 9.85967654375977e-305, 9.85967654375977e-305),
    ("sigmoid", -40.0, 4.248354255291589e-18, 4.248354255291589e-18, 4.248354255291589e-18),
    ("sigmoid", 8.673617379884035e-19, 0.5, 0.25, -1.0842021724855044e-19),
    ("sigmoid", 37.0, 0.9999999999999999, 8.533047625744065e-17, -8.533047625744063e-17),
    ("sigmoid", 700.0, 1.0, 9.85967654375977e-305, -9.85967654375977e-305),
    ("log_sigmoid", -750.0, -750.0, 1.0, 0),
    ("log_sigmoid", -40.0, -40.0, 1.0, -4.248354255291589e-18),
    ("log_sigmoid", 9.313225746154785e-10, -0.693147180094284, 0.49999999976716936, -0.25),
    ("log_sigmoid", 40.0, -4.248354255291589e-18, 4.248354255291589e-18, -4.248354255291589e-18),
    ("softplus", -700.0, 9.85967654375977e-305, 9.85967654375977e-305, 9.85967654375977e-305),
    ("softplus", -40.0, 4.248354255291589e-18, 4.248354255291589e-18, 4.248354255291589e-18),
    ("softplus", 9.313225746154785e-10, 0.6931471810256066, 0.5000000002328306, 0.25),
    ("softplus", 40.0, 40.0, 1.0, 4.248354255291589e-18),
    ("silu", -700.0, -6.90177358063184e-302, -6.891913904088079e-302, -6.88205422754432e-302),
    ("silu", -40.0, -1.6993417021166355e-16, -1.6568581595637197e-16, -1.6143746170108038e-16),
    ("silu", 30.0, 29.999999999997193, 1.0000000000027136, -2.620134431274233e-12),
    ("silu", 700.0, 700.0, 1.0, -6.88205422754432e-302),
    ("mish", -700.0, -6.90177358063184e-302, -6.891913904088079e-302, -6.88205422754432e-302),
    ("mish", -40.0, -1.6993417021166355e-16, -1.6568581595637197e-16, -1.6143746170108038e-16),
    ("mish", 10.0, 9.99999995878067, 1.0000000783129834, -1.483716217854002e-07),
    ("mish", 20.0, 20.0, 1.0000000000000002, -6.4574984070979e-16),
    ("mish", 300.0, 300.0, 1.0, -6.339748554786311e-258),
    ("gelu", -38.0, -1.096462777e-314, -4.1665545693e-313, -1.582192756995e-311),
    ("gelu", -10.0, -7.619853024160526e-23, -7.618400096464814e-22, -7.540706654172292e-21),
    ("gelu", 8.0, 7.999999999999995, 1.0000000000000397, -3.1324080717928733e-13),
    ("gelu", 30.0, 30.0, 1.0, -1.3233342291209357e-193),
    ("gelu, approximate", -19.0, -3.6102852236777353e-225, -2.8456413831822847e-223, -2.240008254060453e-221),
    ("gelu, approximate", -8.0, -3.1077829375011112e-21, -4.7147845041068414e-20, -7.0458213960972915e-19),
    ("gelu, approximate", -5.0, -2.291796196629506e-07, -1.5463619875325946e-06, -9.934132224996203e-06),
    ("gelu, approximate", 8.0, 8.0, 1.0, -7.0458213960972915e-19),
    ("gelu, approximate", 15.0, 15.0, 1.0, -3.8385722310901284e-111),
    ("softsign", -1e100, -1.0, 1e-200, 2e-300),
    ("softsign", -9007199254740992.0, -0.9999999999999999, 1.2325951644078307e-32, 2.7369110631344074e-48),
    ("softsign", 2.0**20, 0.9999990463265931, 9.094929670519338e-13, -1.7347185129025981e-18),
    ("softsign", 1.152921504606847e18, 1.0, 7.52316384526264e-37, -1.305060893599705e-54),
    ("erf", -20.0, -1.0, 2.1610374743867984e-174, 8.644149897547193e-173),
    ("erf", 5.0, 0.9999999999984626, 1.5670866531017336e-11, -1.5670866531017336e-10),
    ("erf", 26.0, 1.0, 2.9470349932662697e-294, -1.53245819649846e-292),
    ("erfc", -5.0, 1.9999999999984626, -1.5670866531017336e-11, -1.5670866531017336e-10),
    ("erfc", 5.0, 1.537459794428035e-12, -1.5670866531017336e-11, 1.5670866531017336e-10),
    ("erfc", 26.0, 5.663192408856143e-296, -2.9470349932662697e-294, 1.53245819649846e-292),
    ("ndtr", -37.0, 5.725571222524577e-300, 2.1200065515246056e-298, 7.84402424064104e-297),
    ("ndtr", -10.0, 7.619853024160525e-24, 7.694598626706419e-23, 7.694598626706419e-22),
    ("ndtr", 8.0, 0.9999999999999993, 5.052271083536892e-15, -4.0418168668295136e-14),
    ("log_ndtr", -1e200, -INF, 1e200, -1.0),
    ("log_ndtr", -1.152921504606847e18, -6.64613997892458e35, 1.152921504606847e18, -1.0),
    ("log_ndtr", -1000.0, -500007.82669481216, 1000.000999998, -0.999999000006),
    ("log_ndtr", -20.0, -203.91715537109727, 20.04975306852785, -0.9975367383849478),
    ("log_ndtr", 5.0, -2.866516129637636e-07, 1.4867199409049056e-06, -7.433601914860711e-06),
    ("log_ndtr", 30.0, -4.906713927148187e-198, 1.4736461348785476e-196, -4.420938404635642e-195),
    ("asinh", -1e200, -461.2101657793691, 1e-200, 0),
    ("asinh", 8.673617379884035e-19, 8.673617379884035e-19, 1.0, -8.673617379884035e-19),
    ("asinh", 1.152921504606847e18, 42.281978014156664, 8.673617379884035e-19, -7.52316384526264e-37),
    ("acosh", 1.0000009536743164, 0.0013810678222475811, 724.077171301595, -379625153.0065771),
    ("acosh", 1.152921504606847e18, 42.281978014156664, 8.673617379884035e-19, -7.52316384526264e-37),
    ("acosh", 1e200, 461.2101657793691, 1e-200, 0),
    ("atanh", 8.673617379884035e-19, 8.673617379884035e-19, 1.0, 1.734723475976807e-18),
    ("atanh", -1e-200, -1e-200, 1.0, -2e-200),
    ("atanh", 0.9999990463256836, 7.27804515746079, 524288.2500001192, 549755813887.875),
    ("atanh", -0.9999999999999999, -18.714973875118524, 4503599627370496.0, -4.056481920730334e31),
    ("asin", 8.673617379884035e-19, 8.673617379884035e-19, 1.0, 8.673617379884035e-19),
    ("asin", 1e-200, 1e-200, 1.0, 1e-200),
    ("asin", 0.9999990463256836, 1.5694152587531343, 724.077516568578, 379624971.9872411),
    ("asin", -0.9999999999999999, -1.5707963118937354, 67108864.0, -3.022314549036573e23),
    ("acos", 8.673617379884035e-19, 1.5707963267948966, -1.0, -8.673617379884035e-19),
    ("acos", -1e-200, 1.5707963267948966, -1.0, 1e-200),
    ("acos", 0.9999990463256836, 0.0013810680417624171, -724.077516568578, -379624971.9872411),
    ("logit", 8.673617379884035e-19, -41.58883083359672, 1.152921504606847e18, -1.329227995784916e36),
    ("logit", 1e-160, -368.4136148790473, 1e160, -INF),
    ("logit", 0.9999990463256836, 13.862942657524135, 1048577.0000009537, 1099511627775.0),
    ("digamma", -0.9999999990686774, -1073741823.5772157, 1.152921504606847e18, -2.4758800785707605e27),
    ("digamma", -3.0000009536743164, 1048577.2561148016, 1099511627779.006, 2.305843009213694e18),
    ("digamma", -8.673617379884035e-19, 1.152921504606847e18, 1.329227995784916e36, 3.064991081731778e54),
    ("digamma", 8.673617379884035e-19, -1.152921504606847e18, 1.329227995784916e36, -3.064991081731778e54),
    ("digamma", -0.5, 0.03648997397857652, 8.934802200544679, -0.82879664423432),
    ("digamma", 10000000000.0, 23.025850929890456, 1.00000000005e-10, -1.0000000001e-20),
    ("gammaln", -0.9999999990686774, 20.79441541719211, -1073741823.5772157, 1.152921504606847e18),
    ("gammaln", -3.0000009536743164, 12.07118294404506, 1048577.2561148016, 1099511627779.006),
    ("gammaln", 8.673617379884035e-19, 41.58883083359672, -1.152921504606847e18, 1.329227995784916e36),
    ("polygamma", -0.9999999990686774, 1.152921504606847e18, -2.4758800785707605e27, 7.975367974709495e36),
    ("polygamma", 8.673617379884035e-19, 1.329227995784916e36, -3.064991081731778e54, 1.0601082388670306e73),
    ("polygamma", -99999.75, 19.739198802203717, -124.02510672129928, 1558.545456544039),
    ("polygamma", -2.0000009536743164, 1099511627778.895, 2.305843009213694e18, 7.253554917687775e24),
    ("i0", -700.0, 1.5295933476718737e302, -1.5285003902339006e302, 1.5274097756858254e302),
    ("i0", 8.673617379884035e-19, 1.0, 4.336808689942018e-19, 0.5),
    ("i0", 30.0, 781672297823.9775, 768532038938.957, 756054563192.679),
    ("i0", 710.0, 3.345334558619656e306, 3.3429778585097626e306, 3.340626139100628e306),
    ("i1", -700.0, -1.5285003902339006e302, 1.5274097756858254e302, -1.5263214956571866e302),
    ("i1", 8.673617379884035e-19, 4.336808689942018e-19, 0.5, 3.2526065174565133e-19),
    ("i1", 30.0, 768532038938.957, 756054563192.679, 744184144653.5776),
    ("i1", 710.0, 3.3429778585097626e306, 3.340626139100628e306, 3.33827938284838e306),
    ("i0e", -1048576.0, 0.000389592117147543, 1.8577204229051139e-10, 2.657491015177933e-16),
    ("i0e", 30.0, 0.0731459464822373, -0.0012296158835897392, 6.202074722455996e-05),
    ("i0e", 700.0, 0.015081295651531358, -1.0776206814510638e-05, 2.3100136568636956e-08),
    ("i0e", 1099511627776.0, 3.804610065474301e-07, -1.7301363484308085e-19, 2.3603247633644083e-31),
    ("i0e", 1e100, 3.989422804014327e-51, -1.9947114020071635e-151, 2.9920671030107453e-251),
    ("i1e", -1048576.0, -0.0003895919313755007, -1.8577177654140989e-10, -2.6574846792241047e-16),
    ("i1e", 8.673617379884035e-19, 4.336808689942018e-19, 0.5, -1.0),
    ("i1e", 30.0, 0.07191633059864755, -0.0011675951363651794, 5.680612465277664e-05),
    ("i1e", 700.0, 0.015070519444716848, -1.0753106677942001e-05, 2.3017606531926813e-08),
    ("i1e", 1099511627776.0, 3.8046100654725703e-07, -1.730136348428448e-19, 2.3603247633590418e-31),
    ("i1e", 1e100, 3.989422804014327e-51, -1.9947114020071635e-151, 2.9920671030107453e-251),
]

# The operation, its operands, the value, both first derivatives, and the second ones: 11, 12, 22.
TWO = [
    ("hypot", (3e200, 4e200), 4.9999999999999995e200, (0.6, 0.8), (1.28e-201, -9.6e-202, 7.2e-202)),
    ("hypot", (3e-200, 4e-200), 5e-200, (0.6, 0.8), (1.28e199, -9.6e198, 7.2e198)),
    (
        "hypot",
        (134217728.0, 20.0),
        134217728.0000015,
        (0.9999999999999889, 1.4901161193847492e-07),
        (1.6543612251060003e-22, -1.1102230246251197e-15, 7.45058059692358e-09),
    ),
    (
        "hypot",
        (-1.0, 750.0),
        750.0006666663704,
        (-0.0013333321481497284, 0.9999991111122963),
        (0.001333329777785679, 1.777773037047572e-06, 2.3703640493967625e-09),
    ),
    (
        "atan2",
        (3e100, -4e100),
        2.498091544796509,
        (-1.6e-101, -1.2e-101),
        (3.84e-202, -1.1200000000000003e-202, -3.84e-202),
    ),
    ("atan2", (1e-20, 1.0), 1e-20, (1.0, -1e-20), (-2e-20, -1.0, 2e-20)),
    (
        "atan2",
        (134217728.0, 20.0),
        1.5707961777832846,
        (1.1102230246251319e-15, -7.450580596923663e-09),
        (-1.654361225105982e-23, 5.551115123125413e-17, 1.654361225105982e-23),
    ),
    (
        "logaddexp",
        (0.0, -40.0),
        4.248354255291589e-18,
        (1.0, 4.248354255291589e-18),
        (4.248354255291589e-18, -4.248354255291589e-18, 4.248354255291589e-18),
    ),
    ("logaddexp", (750.0, -750.0), 750.0, (1.0, 0.0), (0.0, -0.0, 0.0)),
    ("power", (2.0, 0.0), 1.0, (0.0, 0.6931471805599453), (0.0, 0.5, 0.48045301391820144)),
    ("power", (0.25, 0.0), 1.0, (0.0, -1.3862943611198906), (0.0, 4.0, 1.9218120556728058)),
    ("power", (3.0, 1.0), 3.0, (1.0, 3.295836866004329), (0.0, 2.0986122886681096, 3.6208468824377458)),
    (
        "betaln",
        (10000000000.0, 1.0),
        -23.025850929940457,
        (-1e-10, -23.603066594891988),
        (1e-20, -9.9999999995e-11, 1.6449340667482264),
    ),
    (
        "betaln",
        (2.0, 1000000000000.0),
        -55.262042231858096,
        (-27.20823678083158, -1.999999999999e-12),
        (0.6449340668472264, -9.999999999985e-13, 1.999999999998e-24),
    ),
    (
        "betaln",
        (1e16, 20.0),
        -697.4873455708952,
        (-1.999999999999998e-15, -33.870837495662585),
        (1.9999999999999962e-31, -9.99999999999998e-17, 0.05127082293520302),
    ),
    (
        "xlog1py",
        (2.0, -0.9999999999990905),
        -55.451774444795625,
        (-27.725887222397812, 2199023255552.0),
        (0.0, 1099511627776.0, -2.4178516392292583e24),
    ),
]


def recorded(name: str) -> Callable[..., Any]:
    """The operation of this name, with the attribute after a comma set."""
    name, _, attribute = name.partition(", ")
    operation = getattr(ops, name)
    return (lambda *x: operation(*x, **{attribute: True})) if attribute else operation


def derivatives(
    function: Callable[..., Any], arrays: Sequence[Array]
) -> tuple[Array, list[Array], list[Array]]:
    """The value of a function, its gradient, and the gradients of that gradient's elements without repetition."""
    tape = Tape(arrays[0].dtype)
    inputs = [tape.input(a.shape, a.dtype) for a in arrays]

    def slopes(of: Any) -> list[Any]:
        found = gradient([of], inputs)
        return [ops.zeros_like(x) if g is None else g for g, x in zip(found, inputs, strict=True)]

    value = function(*inputs)
    first = slopes(value)
    second = [g for i, slope in enumerate(first) for g in slopes(slope)[i:]]
    found = run(Plan([value, *first, *second]), dict(zip(inputs, arrays, strict=True)))
    return found[0], found[1 : 1 + len(first)], found[1 + len(first) :]


def single(number: float) -> bool:
    """Whether float32 holds a number exactly, and not as a subnormal one."""
    with np.errstate(over="ignore"):
        return float(np.float32(number)) == number and abs(number) > float(np.finfo(np.float32).tiny)


@pytest.mark.parametrize(("name", "x", "value", "first", "second"), ONE)
def test_against_high_precision(name: str, x: float, value: float, first: float, second: float) -> None:
    found = derivatives(recorded(name), [np.array(x)])
    np.testing.assert_allclose(found[0], value, rtol=1e-13, atol=1e-308)
    np.testing.assert_allclose(found[1][0], first, rtol=1e-12, atol=1e-308)
    np.testing.assert_allclose(found[2][0], second, rtol=1e-10, atol=1e-308)


@pytest.mark.parametrize(("name", "x", "value", "first", "second"), [row for row in ONE if single(row[1])])
def test_against_high_precision_in_float32(
    name: str, x: float, value: float, first: float, second: float
) -> None:
    found = derivatives(recorded(name), [np.array(x, np.float32)])
    for array, expected in zip((found[0], found[1][0], found[2][0]), (value, first, second), strict=True):
        assert array.dtype == np.float32
        with np.errstate(over="ignore"):
            wanted = np.asarray(expected, np.float32)
        np.testing.assert_allclose(array, wanted, rtol=1e-4, atol=1e-37)


@pytest.mark.parametrize(("name", "operands", "value", "first", "second"), TWO)
def test_two_operands_against_high_precision(
    name: str,
    operands: tuple[float, float],
    value: float,
    first: tuple[float, float],
    second: tuple[float, float, float],
) -> None:
    found = derivatives(recorded(name), [np.array(x) for x in operands])
    np.testing.assert_allclose(found[0], value, rtol=1e-12)
    np.testing.assert_allclose(found[1], first, rtol=1e-11, atol=1e-308)
    np.testing.assert_allclose(found[2], second, rtol=1e-9, atol=1e-308)


# The operation, and its value and first and second derivative at -inf and at inf.
ASYMPTOTES = [
    ("sigmoid", (0, 0, 0), (1, 0, 0)),
    ("tanh", (-1, 0, 0), (1, 0, 0)),
    ("sech", (0, 0, 0), (0, 0, 0)),
    ("softsign", (-1, 0, 0), (1, 0, 0)),
    ("softplus", (0, 0, 0), (INF, 1, 0)),
    ("log_sigmoid", (-INF, 1, 0), (0, 0, 0)),
    ("silu", (0, 0, 0), (INF, 1, 0)),
    ("gelu", (0, 0, 0), (INF, 1, 0)),
    ("gelu, approximate", (0, 0, 0), (INF, 1, 0)),
    ("mish", (0, 0, 0), (INF, 1, 0)),
    ("hard_swish", (0, 0, 0), (INF, 1, 0)),
    ("erf", (-1, 0, 0), (1, 0, 0)),
    ("ndtr", (0, 0, 0), (1, 0, 0)),
    ("log_ndtr", (-INF, INF, -1), (0, 0, 0)),
    ("asinh", (-INF, 0, 0), (INF, 0, 0)),
    ("i0", (INF, -INF, INF), (INF, INF, INF)),
    ("i0e", (0, 0, 0), (0, 0, 0)),
]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("name", "below", "above"), ASYMPTOTES)
def test_at_infinity(name: str, below: Sequence[float], above: Sequence[float], dtype: str) -> None:
    value, first, second = derivatives(recorded(name), [np.array([-INF, INF], dtype)])
    np.testing.assert_array_equal([value, *first, *second], np.transpose([below, above]))


@pytest.mark.parametrize("name", [name for name, *_ in ASYMPTOTES])
def test_nan_stays_nan(name: str) -> None:
    value, first, _ = derivatives(recorded(name), [np.array(math.nan)])
    assert np.isnan([value, *first]).all()


WEIGHTS = np.arange(9.0).reshape(3, 3) ** 2


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    ("function", "power"),
    [
        (ops.std, 1),
        (lambda x: ops.std(x, correction=1), 1),
        (ops.vector_norm, 1),
        (ops.matrix_norm, 1),
        (lambda x: ops.sum(ops.layer_norm(x, eps=0.0) * WEIGHTS.astype(x.dtype)), 0),
        (lambda x: ops.sum(ops.rms_norm(x, eps=0.0)), 0),
        (lambda x: ops.sum(ops.batch_norm(x, eps=0.0) * WEIGHTS.astype(x.dtype)), 0),
    ],
    ids=["std", "sample std", "vector_norm", "matrix_norm", "layer_norm", "rms_norm", "batch_norm"],
)
@pytest.mark.parametrize("shift", [1, -1])
def test_squares_neither_overflow_nor_underflow(
    function: Callable[..., Any], power: int, shift: int, dtype: str
) -> None:
    """A function of degree `power` at a scaled operand is what it is at the operand, scaled."""
    x = np.array([[1.0, 2.0, 4.0], [-3.0, 0.5, 8.0], [2.5, -1.5, 3.0]], dtype)
    scale = np.asarray(2.0 ** (shift * (660 if dtype == "float64" else 80)), dtype)
    value, [first], _ = derivatives(function, [x])
    of_scaled, [slope], _ = derivatives(function, [x * scale])
    close = 1e-13 if dtype == "float64" else 1e-5
    np.testing.assert_allclose(of_scaled / scale**power, value, rtol=close)
    np.testing.assert_allclose(slope * scale ** (1 - power), first, rtol=close, atol=close * abs(first).max())


@pytest.mark.parametrize("name", ["layer_norm", "rms_norm"])
def test_an_eps_below_zero_is_refused(name: str) -> None:
    with pytest.raises(OperationError, match="must not be negative") as caught:
        getattr(ops, name)(np.ones((2, 3)), eps=-1e-3)
    assert caught.value.attribute == "eps"


@pytest.mark.parametrize("name", ["layer_norm", "rms_norm"])
def test_eps_rules_where_elements_are_tiny(name: str) -> None:
    x = np.array([[1e-200, -1e-200]])
    np.testing.assert_allclose(getattr(ops, name)(x, eps=1e-4), x * 100, rtol=1e-14)


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ([0.0, -40.0], 4.248354255291589e-18),
        ([0.0, 0.0, -36.0], 0.6931471805599453),
        ([INF, 1.0], INF),
        ([-INF, -INF], -INF),
        ([1e308, 1e308], 1e308),
        ([-1000.0, -1000.0], -999.3068528194401),
    ],
)
def test_logsumexp_keeps_small_shares(row: list[float], value: float) -> None:
    for axis in (None, 0):
        np.testing.assert_allclose(ops.logsumexp(np.array(row), axis=axis), value, rtol=1e-15)
    columns = np.array([row, row]).T
    np.testing.assert_allclose(ops.logsumexp(columns, axis=0), [value, value], rtol=1e-15)


def test_moments_of_complex_values_are_those_of_distances() -> None:
    x = np.array([1 + 2j, -3 + 0.5j, 2 - 1j])
    np.testing.assert_allclose(ops.var(x), np.var(x), rtol=1e-14)
    np.testing.assert_allclose(ops.std(x), np.std(x), rtol=1e-14)


@pytest.mark.parametrize(("logits", "labels"), [(INF, 1.0), (-INF, 0.0)])
def test_certain_and_right_costs_nothing(logits: float, labels: float) -> None:
    loss, [slope, _], _ = derivatives(
        lambda x, y: ops.sigmoid_cross_entropy(x, y, reduction="none"), [np.array(logits), np.array(labels)]
    )
    assert loss == slope == 0


@pytest.mark.parametrize("n", [0, 1, 2, 7, 30])
@pytest.mark.parametrize("k", [1, 2, 3])
def test_scaled_bessel_derivatives_join(n: int, k: int) -> None:
    """The recurrence and the asymptotic expansion agree on both sides of where one takes over."""
    border = max(20.0, n * n / 2)
    below, above = np.nextafter(border, 0), np.nextafter(border, INF)
    left, right = (float(ops.ive_derivative(np.array(x), n=n, k=k)) for x in (below, above))
    assert left == pytest.approx(right, rel=1e-8)


FRACTIONS = [
    (lambda: ops.full(shape=(2,), value=0.5, dtype="int64"), "0.5 is not a whole number"),
    (lambda: ops.full(shape=(2,), value=-1e-9, dtype="uint8"), "-1e-09 is not a whole number"),
    (lambda: ops.full(shape=(2,), value=math.nan, dtype="int32"), "nan is not a whole number"),
    (lambda: ops.full(shape=(2,), value=INF, dtype="int32"), "inf is not a whole number"),
    (lambda: ops.full_like(np.arange(3), value=0.25), "0.25 is not a whole number"),
    (lambda: ops.full(shape=(2,), value=1e30, dtype="int64"), "does not fit int64"),
    (lambda: ops.full(shape=(2,), value=-1.0, dtype="uint8"), "does not fit uint8"),
    (lambda: ops.full(shape=(2,), value=300, dtype="uint8"), "does not fit uint8"),
]


@pytest.mark.parametrize(("create", "sentence"), FRACTIONS)
def test_full_refuses_what_its_dtype_cannot_hold(create: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(OperationError, match=sentence) as caught:
        create()
    assert caught.value.attribute == "value"


def test_full_takes_whole_numbers_written_as_fractions() -> None:
    found = ops.full(shape=(2,), value=3.0, dtype="int32")
    assert found.dtype == np.int32
    np.testing.assert_array_equal(found, [3, 3])


SYMMETRIC = ("cholesky", "eigh", "eigvalsh")
SQUARE = (*SYMMETRIC, "det", "adjugate", "slogdet", "inv", "expm")
OBLONG = ("qr", "svd", "svdvals", "pinv", "matrix_rank")
STACKS = [
    (name, shape)
    for name in (*SQUARE, *OBLONG)
    for shape in ((150, 150), (5, 80, 80), (300, 60), (60, 300))
    if name in OBLONG or shape[-1] == shape[-2]
]


def matrices(shape: tuple[int, ...], symmetric: bool, dtype: str) -> Array:
    """Well-conditioned matrices, positive definite where symmetric."""
    x = np.random.default_rng(5).normal(size=shape) / shape[-1]
    if symmetric:
        x = x @ np.swapaxes(x, -2, -1)
    return np.asarray(x + np.eye(shape[-2], shape[-1]), dtype)


def estimate_and_traced(name: str, *arrays: Array) -> tuple[int, int, int]:
    """The estimated workspace, that of NumPy's arrays as measured, and the bytes of operands and results."""
    op = REGISTRY[name]
    attributes = op.bind({})
    op.kernel(*arrays, **attributes)  # what is made once and kept is not of the run
    tracemalloc.start()
    try:
        results = op.kernel(*arrays, **attributes)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    parts = [np.asarray(r) for r in (results if isinstance(results, tuple) else (results,))]
    estimate = op.cost([spec_of(a) for a in arrays], [spec_of(r) for r in parts], attributes).workspace
    kept = sum(r.nbytes for r in parts)
    return estimate, peak - kept, kept + sum(a.nbytes for a in arrays)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("name", "shape"), STACKS)
def test_workspace_covers_the_arrays(name: str, shape: tuple[int, ...], dtype: str) -> None:
    x = matrices(shape, name in SYMMETRIC, dtype)
    estimate, traced, _ = estimate_and_traced(name, x)
    assert traced <= estimate + OVERHEAD
    if name != "matrix_rank":
        x[..., 0, 0].flat[0] = math.nan
        estimate, traced, _ = estimate_and_traced(name, x)
        assert traced <= estimate + OVERHEAD


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", ["solve", "solve_triangular"])
@pytest.mark.parametrize(
    ("system", "sides"),
    [((150, 150), (150, 1)), ((150, 150), (150, 400)), ((5, 80, 80), (5, 80, 100))],
    ids=str,
)
def test_workspace_covers_systems(
    name: str, system: tuple[int, ...], sides: tuple[int, ...], dtype: str
) -> None:
    a, b = matrices(system, True, dtype), np.ones(sides, dtype)
    for first in (1.0, math.nan):
        a[..., 0, 0].flat[0] = first
        estimate, traced, _ = estimate_and_traced(name, a, b)
        assert traced <= estimate + OVERHEAD


def documented(name: str, m: int, n: int) -> int:
    """Elements that LAPACK's routine asks for, and those of the copies that it overwrites."""
    k = min(m, n)
    if name == "svd":
        return int(lapack.dgesdd_lwork(m, n, full_matrices=False)[0]) + m * n + k * (m + n)
    if name == "svdvals":
        return int(lapack.dgesdd_lwork(m, n, compute_uv=False)[0]) + m * n
    if name == "qr":
        return int(lapack.dgeqrf_lwork(m, n)[0]) + m * n
    return int(lapack.dsyevd_lwork(n, compute_v=name == "eigh")[0]) + n * n


@pytest.mark.parametrize("shape", [(50, 50), (120, 200), (500, 100), (400, 400)], ids=str)
@pytest.mark.parametrize("name", ["svd", "svdvals", "qr", "eigh", "eigvalsh"])
def test_workspace_covers_lapack_and_is_not_far_above(name: str, shape: tuple[int, int]) -> None:
    if name in SYMMETRIC:
        shape = (shape[1], shape[1])
    estimate, traced, kept = estimate_and_traced(name, matrices(shape, name in SYMMETRIC, "float64"))
    needed = max(8 * documented(name, *shape), traced)
    assert needed <= estimate
    assert kept + estimate <= 2 * (kept + needed)


@pytest.mark.parametrize("order", [0, 1, 2, 2.5, "Infinity"])
@pytest.mark.parametrize("scale", [1.0, HUGE, TINY])
def test_workspace_covers_norms(order: Any, scale: float) -> None:
    x = np.random.default_rng(6).normal(size=(200, 300)) * scale
    op = REGISTRY["vector_norm"]
    for axis in (None, 0, 1):
        attributes = op.bind({"ord": order, "axis": axis})
        tracemalloc.start()
        try:
            result = np.asarray(op.kernel(x, **attributes))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        estimate = op.cost([spec_of(x)], [spec_of(result)], attributes).workspace
        assert peak - result.nbytes <= estimate + OVERHEAD
        assert result.dtype == FLOAT64


@pytest.mark.parametrize(
    ("numbers", "q"),
    [([1.5, INF, INF, INF], 0.5), ([1.5, -INF, INF], 0.25), ([-INF, -INF, 1.0], 0.2)],
)
def test_quantiles_beside_infinities(numbers: list[float], q: float) -> None:
    x = np.array(numbers)
    # Between infinities of one sign lies that one; next to one, what is reckoned from the nearer end.
    expected = INF if numbers[1] > 0 else -INF
    tape = Tape()
    value = tape.input(x.shape)
    [one, several] = run(Plan([ops.quantile(value, q=q), ops.quantile(value, q=[q])]), {value: x})
    assert one == several[0] == expected


def test_interpolation_beside_infinities() -> None:
    tape = Tape()
    x = tape.input(())
    y = ops.interp(x, np.array([0.0, 1.0, 2.0]), np.array([1.0, INF, INF]))
    [found] = run(Plan([y]), {x: np.array(1.5)})
    assert found == INF
