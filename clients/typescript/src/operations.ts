/** The operations of the service, by their names there. */

// Written by `npm run operations`.

import { apply, type Attributes, type Expression, type Operand } from "./expression.js";

/** Absolute value; of a complex value its modulus. */
export function abs(x: Operand): Expression {
  return apply("abs", [x], {});
}

/** Inverse cosine, in [0, pi]; NaN outside [-1, 1]. */
export function acos(x: Operand): Expression {
  return apply("acos", [x], {});
}

/** Inverse hyperbolic cosine; NaN below 1. */
export function acosh(x: Operand): Expression {
  return apply("acosh", [x], {});
}

/** Sum of two values, element by element. Booleans add as a logical or, as in NumPy. */
export function add(x1: Operand, x2: Operand): Expression {
  return apply("add", [x1, x2], {});
}

/**
 * Transposed matrix of cofactors: the determinant times the inverse, and defined for singular matrices
 * too. Source: Stewart, On the Adjugate Matrix (1998).
 */
export function adjugate(x: Operand): Expression {
  return apply("adjugate", [x], {});
}

/** Whether all elements are true; true over nothing. Carries no derivative. */
export function all(x: Operand, attributes: Attributes<"all"> = {}): Expression {
  return apply("all", [x], attributes);
}

/** Angle in the complex plane, in (-pi, pi]. */
export function angle(x: Operand): Expression {
  return apply("angle", [x], {});
}

/** Whether any element is true; false over nothing. Carries no derivative. */
export function any(x: Operand, attributes: Attributes<"any"> = {}): Expression {
  return apply("any", [x], attributes);
}

/** Evenly spaced numbers from start to stop, without stop. */
export function arange(attributes: Attributes<"arange">): Expression {
  return apply("arange", [], attributes);
}

/** Index of the largest element, the first of several. An integer: the path through it is cut. */
export function argmax(x: Operand, attributes: Attributes<"argmax"> = {}): Expression {
  return apply("argmax", [x], attributes);
}

/** Index of the smallest element, the first of several. An integer: the path through it is cut. */
export function argmin(x: Operand, attributes: Attributes<"argmin"> = {}): Expression {
  return apply("argmin", [x], attributes);
}

/** Indices that sort a value along an axis, stable. Integers: the path through them is cut. */
export function argsort(x: Operand, attributes: Attributes<"argsort"> = {}): Expression {
  return apply("argsort", [x], attributes);
}

/** Inverse sine, in [-pi/2, pi/2]; NaN outside [-1, 1]. */
export function asin(x: Operand): Expression {
  return apply("asin", [x], {});
}

/** Inverse hyperbolic sine. */
export function asinh(x: Operand): Expression {
  return apply("asinh", [x], {});
}

/**
 * The value converted to another dtype. Fractions are cut off towards zero on the way to integers; of a
 * complex value the real part is converted.
 */
export function astype(x: Operand, attributes: Attributes<"astype">): Expression {
  return apply("astype", [x], attributes);
}

/**
 * The value with something added to a part of it, as a new value; where an index stands twice, both
 * are added. Index arrays are further operands, so the first of
 * them is input number 2.
 */
export function at_add(
  x: Operand,
  values: Operand,
  indices: readonly Operand[],
  attributes: Attributes<"at_add">,
): Expression {
  return apply("at_add", [x, values, ...indices], attributes);
}

/**
 * The value with a part replaced, as a new value (NumPy's `x[key] = values`). Index arrays are further
 * operands, so the first of them is input number 2.
 */
export function at_set(
  x: Operand,
  values: Operand,
  indices: readonly Operand[],
  attributes: Attributes<"at_set">,
): Expression {
  return apply("at_set", [x, values, ...indices], attributes);
}

/** Inverse tangent, in [-pi/2, pi/2]. */
export function atan(x: Operand): Expression {
  return apply("atan", [x], {});
}

/** Angle of the point (x2, x1) from the positive x-axis, in [-pi, pi]. */
export function atan2(x1: Operand, x2: Operand): Expression {
  return apply("atan2", [x1, x2], {});
}

/** Inverse hyperbolic tangent; NaN outside [-1, 1]. */
export function atanh(x: Operand): Expression {
  return apply("atanh", [x], {});
}

/** The value with axes of length 1 in front until it has so many. */
export function atleast_nd(x: Operand, attributes: Attributes<"atleast_nd">): Expression {
  return apply("atleast_nd", [x], attributes);
}

/**
 * Mean of the elements of each window; x has the axes (examples, channels, spatial…). Padding does not
 * count: a window that reaches over the edge is the mean of the elements it has.
 */
export function avg_pool(x: Operand, attributes: Attributes<"avg_pool">): Expression {
  return apply("avg_pool", [x], attributes);
}

/**
 * (x - mean) / sqrt(variance + eps) over all examples and places of each channel, where x has the axes
 * (examples, channels, spatial…): the batch's own statistics, with the biased variance; times scale, plus
 * bias, one number a channel. Source: Ioffe and Szegedy, Batch Normalization (2015).
 */
export function batch_norm(
  x: Operand,
  attributes: Attributes<"batch_norm"> & { scale?: Operand; bias?: Operand } = {},
): Expression {
  return apply("batch_norm", [x], attributes, ["scale", "bias"]);
}

/** Log probability of k (0 or 1) under the Bernoulli distribution with these log odds. */
export function bernoulli_log_prob(k: Operand, logits: Operand): Expression {
  return apply("bernoulli_log_prob", [k, logits], {});
}

/** Log density of the beta distribution with mean alpha / (alpha + beta). */
export function beta_log_prob(x: Operand, alpha: Operand, beta: Operand): Expression {
  return apply("beta_log_prob", [x, alpha, beta], {});
}

/** Logarithm of the absolute value of the beta function of two values, element by element. */
export function betaln(a: Operand, b: Operand): Expression {
  return apply("betaln", [a, b], {});
}

/** Cross entropy of probabilities against labels in [0, 1]. On logits, sigmoid_cross_entropy is exact. */
export function binary_cross_entropy(
  p: Operand,
  labels: Operand,
  attributes: Attributes<"binary_cross_entropy"> = {},
): Expression {
  return apply("binary_cross_entropy", [p, labels], attributes);
}

/** Log probability of k successes in total_count trials, where success has these log odds. */
export function binomial_log_prob(k: Operand, logits: Operand, total_count: Operand): Expression {
  return apply("binomial_log_prob", [k, logits, total_count], {});
}

/** The value repeated along new axes and axes of length 1, as in arithmetic. */
export function broadcast_to(x: Operand, attributes: Attributes<"broadcast_to">): Expression {
  return apply("broadcast_to", [x], attributes);
}

/**
 * Log probability of the class k, an index along the last axis of the logits; the other axes broadcast
 * against those of k.
 */
export function categorical_log_prob(k: Operand, logits: Operand): Expression {
  return apply("categorical_log_prob", [k, logits], {});
}

/** Log density of the Cauchy distribution with median loc and half width scale. */
export function cauchy_log_prob(x: Operand, loc: Operand, scale: Operand): Expression {
  return apply("cauchy_log_prob", [x, loc, scale], {});
}

/** Cube root, real also for negative values. */
export function cbrt(x: Operand): Expression {
  return apply("cbrt", [x], {});
}

/** The smallest whole number that is not below the value. Integers stay as they are. */
export function ceil(x: Operand): Expression {
  return apply("ceil", [x], {});
}

/**
 * The value where it is positive, alpha (exp(x / alpha) - 1) elsewhere; the derivative is continuous.
 * Source: Barron (2017).
 */
export function celu(x: Operand, attributes: Attributes<"celu"> = {}): Expression {
  return apply("celu", [x], attributes);
}

/** The value itself; the computation stops with an error where it holds NaN or infinity. */
export function check_numerics(x: Operand): Expression {
  return apply("check_numerics", [x], {});
}

/**
 * The value itself, marked as one that is not kept for the backward pass, which computes it again from
 * the operands of its operation. Results do not depend on it.
 */
export function checkpoint(x: Operand): Expression {
  return apply("checkpoint", [x], {});
}

/** Log density of the chi-squared distribution with df degrees of freedom. */
export function chi2_log_prob(x: Operand, df: Operand): Expression {
  return apply("chi2_log_prob", [x, df], {});
}

/**
 * Lower triangular factor l of a symmetric positive definite matrix, with a positive diagonal: l lᵀ = x.
 * It is that of the symmetric part (x + xᵀ)/2. Derivative: Murray, Differentiation of the Cholesky
 * Decomposition (2016).
 */
export function cholesky(x: Operand, attributes: Attributes<"cholesky"> = {}): Expression {
  return apply("cholesky", [x], attributes);
}

/**
 * The value, moved into an interval. The bounds are numbers given as attributes, or values given as
 * second and third operand.
 */
export function clip(
  x: Operand,
  attributes: Attributes<"clip"> & { low?: Operand; high?: Operand } = {},
): Expression {
  return apply("clip", [x], attributes, ["low", "high"]);
}

/** Values joined one after the other along an axis. */
export function concat(arrays: readonly Operand[], attributes: Attributes<"concat"> = {}): Expression {
  return apply("concat", [...arrays], attributes);
}

/** Complex conjugate; a real value itself. */
export function conj(x: Operand): Expression {
  return apply("conj", [x], {});
}

/**
 * Convolution as neural networks have it (the kernel is not turned round): x with the axes (examples,
 * channels, spatial…), kernel with (output channels, channels / groups, spatial…), the result with
 * (examples, output channels, spatial…).
 */
export function conv(x: Operand, kernel: Operand, attributes: Attributes<"conv"> = {}): Expression {
  return apply("conv", [x, kernel], attributes);
}

/**
 * The gradient of conv with respect to its kernel, for the input x and the result's cotangent g: the
 * products of all elements of g with the elements of x that conv's windows cover.
 */
export function conv_kernel_gradient(
  x: Operand,
  g: Operand,
  attributes: Attributes<"conv_kernel_gradient">,
): Expression {
  return apply("conv_kernel_gradient", [x, g], attributes);
}

/**
 * The transpose of conv with the same kernel and attributes, sometimes called deconvolution: what conv
 * makes of the result has the shape of x. Here x has the kernel's output channels (its first axis), and the
 * result the axes (examples, the kernel's second axis x groups, spatial…).
 */
export function conv_transpose(
  x: Operand,
  kernel: Operand,
  attributes: Attributes<"conv_transpose"> = {},
): Expression {
  return apply("conv_transpose", [x, kernel], attributes);
}

/** Convolution of two sequences, element k the sum of x1[i] x2[k - i], as NumPy has it. */
export function convolve(x1: Operand, x2: Operand, attributes: Attributes<"convolve"> = {}): Expression {
  return apply("convolve", [x1, x2], attributes);
}

/** The size of the first value with the sign of the second; the sign of -0 counts. */
export function copysign(x1: Operand, x2: Operand): Expression {
  return apply("copysign", [x1, x2], {});
}

/** Cosine. */
export function cos(x: Operand): Expression {
  return apply("cos", [x], {});
}

/** Hyperbolic cosine. */
export function cosh(x: Operand): Expression {
  return apply("cosh", [x], {});
}

/**
 * Cosine of the angle between vectors along an axis, from -1 to 1. To be maximized: the loss is its
 * negative, or 1 minus it.
 */
export function cosine_similarity(
  x1: Operand,
  x2: Operand,
  attributes: Attributes<"cosine_similarity"> = {},
): Expression {
  return apply("cosine_similarity", [x1, x2], attributes);
}

/** How many elements are not 0. Carries no derivative. */
export function count_nonzero(x: Operand, attributes: Attributes<"count_nonzero"> = {}): Expression {
  return apply("count_nonzero", [x], attributes);
}

/** Cross product of vectors of length 3 along an axis; the other axes broadcast. */
export function cross(x1: Operand, x2: Operand, attributes: Attributes<"cross"> = {}): Expression {
  return apply("cross", [x1, x2], attributes);
}

/**
 * Index along an axis of the largest element up to each, the first that was met of several. An integer:
 * the path through it is cut.
 */
export function cumulative_argmax(x: Operand, attributes: Attributes<"cumulative_argmax"> = {}): Expression {
  return apply("cumulative_argmax", [x], attributes);
}

/**
 * Index along an axis of the smallest element up to each, the first that was met of several. An integer:
 * the path through it is cut.
 */
export function cumulative_argmin(x: Operand, attributes: Attributes<"cumulative_argmin"> = {}): Expression {
  return apply("cumulative_argmin", [x], attributes);
}

/**
 * log(sum(exp(...))) of everything up to each element along an axis, without overflow; -inf over
 * nothing.
 */
export function cumulative_logsumexp(
  x: Operand,
  attributes: Attributes<"cumulative_logsumexp"> = {},
): Expression {
  return apply("cumulative_logsumexp", [x], attributes);
}

/**
 * The largest of everything up to each element along an axis; over nothing -inf, or the dtype's least
 * integer. NaN from the first NaN on.
 */
export function cumulative_max(x: Operand, attributes: Attributes<"cumulative_max"> = {}): Expression {
  return apply("cumulative_max", [x], attributes);
}

/**
 * The smallest of everything up to each element along an axis; over nothing inf, or the dtype's
 * greatest integer. NaN from the first NaN on.
 */
export function cumulative_min(x: Operand, attributes: Attributes<"cumulative_min"> = {}): Expression {
  return apply("cumulative_min", [x], attributes);
}

/** Products of everything up to each element along an axis; the empty product is 1. */
export function cumulative_prod(x: Operand, attributes: Attributes<"cumulative_prod"> = {}): Expression {
  return apply("cumulative_prod", [x], attributes);
}

/** Sums of everything up to each element along an axis. Booleans and small integers add up as int64. */
export function cumulative_sum(x: Operand, attributes: Attributes<"cumulative_sum"> = {}): Expression {
  return apply("cumulative_sum", [x], attributes);
}

/** Degrees converted to radians. */
export function deg2rad(x: Operand): Expression {
  return apply("deg2rad", [x], {});
}

/** Determinant of a square matrix. */
export function det(x: Operand): Expression {
  return apply("det", [x], {});
}

/** Discrete Fourier transform along an axis, of the length it has. */
export function dft(x: Operand, attributes: Attributes<"dft"> = {}): Expression {
  return apply("dft", [x], attributes);
}

/**
 * NumPy's diag: a matrix with this vector on a diagonal; of a matrix, that diagonal. For vectors or
 * matrices along leading axes there are diag_embed and diagonal.
 */
export function diag(x: Operand, attributes: Attributes<"diag"> = {}): Expression {
  return apply("diag", [x], attributes);
}

/** Square matrices with the last axis on a diagonal and zeros elsewhere. */
export function diag_embed(x: Operand, attributes: Attributes<"diag_embed"> = {}): Expression {
  return apply("diag_embed", [x], attributes);
}

/** A diagonal of a matrix (the last two axes). */
export function diagonal(x: Operand, attributes: Attributes<"diagonal"> = {}): Expression {
  return apply("diagonal", [x], attributes);
}

/** Derivative of gammaln. */
export function digamma(x: Operand): Expression {
  return apply("digamma", [x], {});
}

/**
 * Log density of the Dirichlet distribution over the last axis. That x is positive and adds up to 1 is
 * taken for granted.
 */
export function dirichlet_log_prob(x: Operand, concentration: Operand): Expression {
  return apply("dirichlet_log_prob", [x, concentration], {});
}

/**
 * Quotient of two values, element by element; floating also for integers. Division by zero gives
 * infinities or NaN as IEEE 754 says.
 */
export function divide(x1: Operand, x2: Operand): Expression {
  return apply("divide", [x1, x2], {});
}

/** As `divide`. */
export const div = divide;

/** x / y, and 0 where y is 0, whatever x is. */
export function divide_no_nan(x: Operand, y: Operand): Expression {
  return apply("divide_no_nan", [x, y], {});
}

/**
 * NumPy's dot: the last axis of the first against the second-last of the second (its only one, if it is
 * a vector); the product, if one is a scalar.
 */
export function dot(x1: Operand, x2: Operand): Expression {
  return apply("dot", [x1, x2], {});
}

/**
 * softmax(q kᵀ scale) v, where q has the axes (…, queries, depth), k (…, keys, depth) and v (…, keys,
 * depth of the values); leading axes broadcast. The mask broadcasts to (…, queries, keys): booleans or
 * integers are true where a query may attend to a key, floating values are added before softmax (-inf
 * excludes). Source: Vaswani et al., Attention Is All You Need (2017).
 */
export function dot_product_attention(
  q: Operand,
  k: Operand,
  v: Operand,
  attributes: Attributes<"dot_product_attention"> & { mask?: Operand } = {},
): Expression {
  return apply("dot_product_attention", [q, k, v], attributes, ["mask"]);
}

/**
 * Each element set to 0 with probability `rate`, the others divided by 1 - rate, so that the mean stays.
 * The same seed and shape drop the same elements. Source: Srivastava et al., Dropout (2014).
 */
export function dropout(x: Operand, attributes: Attributes<"dropout">): Expression {
  return apply("dropout", [x], attributes);
}

/**
 * Eigenvalues of a symmetric matrix in ascending order, and orthonormal eigenvectors as columns, of the
 * symmetric part (x + xᵀ)/2. The signs of the vectors are LAPACK's. Derivative: Giles, Collected Matrix
 * Derivative Results (2008).
 */
export function eigh(x: Operand): Expression {
  return apply("eigh", [x], {});
}

/** Eigenvalues of a symmetric matrix in ascending order, of the symmetric part (x + xᵀ)/2. */
export function eigvalsh(x: Operand): Expression {
  return apply("eigvalsh", [x], {});
}

/**
 * Products of elements of several values, summed over the axes that the result does not have
 * (Einstein's notation). Axes of one letter must have one length; those under `...` broadcast.
 */
export function einsum(operands: readonly Operand[], attributes: Attributes<"einsum">): Expression {
  return apply("einsum", [...operands], attributes);
}

/** The value where it is positive, alpha (exp(x) - 1) elsewhere. */
export function elu(x: Operand, attributes: Attributes<"elu"> = {}): Expression {
  return apply("elu", [x], attributes);
}

/** The rows of a table (its first axis) with these numbers; negative ones count from the end. */
export function embedding(table: Operand, ids: Operand): Expression {
  return apply("embedding", [table, ids], {});
}

/** -x log(x), the term of an entropy; 0 at 0 and -inf below. */
export function entr(x: Operand): Expression {
  return apply("entr", [x], {});
}

/** Whether two values are equal, element by element. */
export function equal(x1: Operand, x2: Operand): Expression {
  return apply("equal", [x1, x2], {});
}

/** Error function, 2/sqrt(pi) times the integral of exp(-t**2) from 0 to x. */
export function erf(x: Operand): Expression {
  return apply("erf", [x], {});
}

/** 1 - erf(x), exact also where erf(x) is near 1. */
export function erfc(x: Operand): Expression {
  return apply("erfc", [x], {});
}

/** exp(x**2) erfc(x), which neither underflows nor loses digits for large x. */
export function erfcx(x: Operand): Expression {
  return apply("erfcx", [x], {});
}

/**
 * The n-th derivative of erfcx, exact also for large x where 2 x erfcx(x) - 2/sqrt(pi) cancels.
 *
 * D[k] = 2 x D[k-1] + 2 (k-1) D[k-2]; for large x, where that is unstable, the continued fraction of
 * D[k] / D[k-1] that belongs to it. Source: Gautschi, in Abramowitz and Stegun (1964), 7.2.
 */
export function erfcx_derivative(x: Operand, attributes: Attributes<"erfcx_derivative"> = {}): Expression {
  return apply("erfcx_derivative", [x], attributes);
}

/** Inverse of erf; infinite at -1 and 1, NaN outside. */
export function erfinv(x: Operand): Expression {
  return apply("erfinv", [x], {});
}

/** e raised to the value. */
export function exp(x: Operand): Expression {
  return apply("exp", [x], {});
}

/** 2 raised to the value. */
export function exp2(x: Operand): Expression {
  return apply("exp2", [x], {});
}

/** New axes of length 1. */
export function expand_dims(x: Operand, attributes: Attributes<"expand_dims"> = {}): Expression {
  return apply("expand_dims", [x], attributes);
}

/**
 * Exponential of a square matrix, by scaling and squaring. NaN throughout where the matrix has an element
 * that is not finite. Source: Al-Mohy and Higham, A New Scaling and Squaring Algorithm (2009).
 */
export function expm(x: Operand): Expression {
  return apply("expm", [x], {});
}

/** exp(x) - 1, exact also where x is near 0. */
export function expm1(x: Operand): Expression {
  return apply("expm1", [x], {});
}

/**
 * Derivative of the matrix exponential at x in a direction (Fréchet's), linear in it. With several
 * directions, the part of the higher derivative in which they stand in this order: the sum over all orders is
 * the derivative. It is the upper right block of the exponential of the matrix with x in its diagonal blocks
 * and the directions above them. Source: Higham, Functions of Matrices (2008), section 3.2.
 */
export function expm_frechet(x: Operand, directions: readonly Operand[]): Expression {
  return apply("expm_frechet", [x, ...directions], {});
}

/** Log density of the exponential distribution, rate exp(-rate x). */
export function exponential_log_prob(x: Operand, rate: Operand): Expression {
  return apply("exponential_log_prob", [x, rate], {});
}

/** A matrix with ones on a diagonal and zeros elsewhere. */
export function eye(attributes: Attributes<"eye">): Expression {
  return apply("eye", [], attributes);
}

/** Discrete Fourier transform along an axis. */
export function fft(x: Operand, attributes: Attributes<"fft"> = {}): Expression {
  return apply("fft", [x], attributes);
}

/** Discrete Fourier transform over two axes. */
export function fft2(x: Operand, attributes: Attributes<"fft2"> = {}): Expression {
  return apply("fft2", [x], attributes);
}

/** All elements in one dimension, in C order. */
export function flatten(x: Operand): Expression {
  return apply("flatten", [x], {});
}

/** The order of the elements reversed along some axes. */
export function flip(x: Operand, attributes: Attributes<"flip"> = {}): Expression {
  return apply("flip", [x], attributes);
}

/** The largest whole number that is not above the value. Integers stay as they are. */
export function floor(x: Operand): Expression {
  return apply("floor", [x], {});
}

/** Quotient rounded towards minus infinity. Integers divided by zero give 0, as in NumPy. */
export function floor_divide(x1: Operand, x2: Operand): Expression {
  return apply("floor_divide", [x1, x2], {});
}

/** The larger of two values, element by element; where one is NaN, the other. */
export function fmax(x1: Operand, x2: Operand): Expression {
  return apply("fmax", [x1, x2], {});
}

/** The smaller of two values, element by element; where one is NaN, the other. */
export function fmin(x1: Operand, x2: Operand): Expression {
  return apply("fmin", [x1, x2], {});
}

/** An array filled with one number. */
export function full(attributes: Attributes<"full">): Expression {
  return apply("full", [], attributes);
}

/** One number in the shape and dtype of a value. */
export function full_like(x: Operand, attributes: Attributes<"full_like">): Expression {
  return apply("full_like", [x], attributes);
}

/** Log density of the gamma distribution with mean concentration / rate. */
export function gamma_log_prob(x: Operand, concentration: Operand, rate: Operand): Expression {
  return apply("gamma_log_prob", [x, concentration, rate], {});
}

/** Logarithm of the absolute value of the gamma function. */
export function gammaln(x: Operand): Expression {
  return apply("gammaln", [x], {});
}

/** x times a gate, and 0 where the gate is 0, also where x is infinite. */
export function gated(x: Operand, gate: Operand): Expression {
  return apply("gated", [x, gate], {});
}

/** x times the standard normal distribution function of x. Source: Hendrycks and Gimpel (2016). */
export function gelu(x: Operand, attributes: Attributes<"gelu"> = {}): Expression {
  return apply("gelu", [x], attributes);
}

/** Log probability of k failures before the first success, which has these log odds. */
export function geometric_log_prob(k: Operand, logits: Operand): Expression {
  return apply("geometric_log_prob", [k, logits], {});
}

/** Part of a value, as NumPy's `x[key]` gives it. Index arrays are further operands. */
export function getitem(
  x: Operand,
  indices: readonly Operand[],
  attributes: Attributes<"getitem">,
): Expression {
  return apply("getitem", [x, ...indices], attributes);
}

/**
 * Gradient of y with respect to x, of x's shape; a y that is not a scalar counts as the sum of its
 * elements. x is any value computed before y.
 */
export function gradient(y: Operand, x: Operand): Expression {
  return apply("gradient", [y, x], {});
}

/** Whether the first value is greater than the second. */
export function greater(x1: Operand, x2: Operand): Expression {
  return apply("greater", [x1, x2], {});
}

/** Whether the first value is greater than the second or equal to it. */
export function greater_equal(x1: Operand, x2: Operand): Expression {
  return apply("greater_equal", [x1, x2], {});
}

/**
 * (x - mean) / sqrt(variance + eps) over each group of channels of each example, where x has the axes
 * (examples, channels, spatial…), with the biased variance; times scale, plus bias, one number a channel.
 * One group is layer_norm over all but the examples, as many as channels is instance normalization.
 * Source: Wu and He, Group Normalization (2018).
 */
export function group_norm(
  x: Operand,
  attributes: Attributes<"group_norm"> & { scale?: Operand; bias?: Operand },
): Expression {
  return apply("group_norm", [x], attributes, ["scale", "bias"]);
}

/** Log density of the Gumbel distribution of maxima, with mode loc. */
export function gumbel_log_prob(x: Operand, loc: Operand, scale: Operand): Expression {
  return apply("gumbel_log_prob", [x, loc, scale], {});
}

/** Log density of the size of a Cauchy variable with median 0 and half width scale. */
export function half_cauchy_log_prob(x: Operand, scale: Operand): Expression {
  return apply("half_cauchy_log_prob", [x, scale], {});
}

/** Log density of the size of a normal variable with mean 0 and standard deviation scale. */
export function half_normal_log_prob(x: Operand, scale: Operand): Expression {
  return apply("half_normal_log_prob", [x, scale], {});
}

/** relu6(x + 3) / 6, made of three straight lines. Source: Howard et al. (2019). */
export function hard_sigmoid(x: Operand): Expression {
  return apply("hard_sigmoid", [x], {});
}

/** x hard_sigmoid(x). Source: Howard et al. (2019). */
export function hard_swish(x: Operand): Expression {
  return apply("hard_swish", [x], {});
}

/** The value, moved into the interval from -1 to 1. */
export function hard_tanh(x: Operand): Expression {
  return apply("hard_tanh", [x], {});
}

/**
 * Second derivatives of y with respect to x: x's shape twice; for a y that is not a scalar y's shape
 * stands before.
 */
export function hessian(y: Operand, x: Operand): Expression {
  return apply("hessian", [y, x], {});
}

/** max(0, 1 - labels * predictions), for labels -1 and 1. */
export function hinge_loss(
  predictions: Operand,
  labels: Operand,
  attributes: Attributes<"hinge_loss"> = {},
): Expression {
  return apply("hinge_loss", [predictions, labels], attributes);
}

/** Half the squared difference up to delta, delta (|difference| - delta/2) beyond. Source: Huber (1964). */
export function huber_loss(
  predictions: Operand,
  targets: Operand,
  attributes: Attributes<"huber_loss"> = {},
): Expression {
  return apply("huber_loss", [predictions, targets], attributes);
}

/** Hessian of y with respect to x, times a vector v of x's shape, without forming the Hessian. */
export function hvp(y: Operand, x: Operand, v: Operand): Expression {
  return apply("hvp", [y, x, v], {});
}

/** Length of the hypotenuse, sqrt(x1**2 + x2**2) without overflow. */
export function hypot(x1: Operand, x2: Operand): Expression {
  return apply("hypot", [x1, x2], {});
}

/**
 * x1 / hypot(x1, x2), the derivative of hypot with respect to x1. Beside an infinity only infinities
 * count.
 */
export function hypot_slope(x1: Operand, x2: Operand): Expression {
  return apply("hypot_slope", [x1, x2], {});
}

/** Modified Bessel function of the first kind of order 0. Past 713 it overflows; i0e does not. */
export function i0(x: Operand): Expression {
  return apply("i0", [x], {});
}

/** exp(-|x|) times the modified Bessel function of the first kind of order 0. */
export function i0e(x: Operand): Expression {
  return apply("i0e", [x], {});
}

/** Modified Bessel function of the first kind of order 1. Past 713 it overflows; i1e does not. */
export function i1(x: Operand): Expression {
  return apply("i1", [x], {});
}

/** exp(-|x|) times the modified Bessel function of the first kind of order 1. */
export function i1e(x: Operand): Expression {
  return apply("i1e", [x], {});
}

/** The value itself. */
export function identity(x: Operand): Expression {
  return apply("identity", [x], {});
}

/** Inverse discrete Fourier transform along an axis, of the length it has. */
export function idft(x: Operand, attributes: Attributes<"idft"> = {}): Expression {
  return apply("idft", [x], attributes);
}

/** Inverse discrete Fourier transform along an axis. */
export function ifft(x: Operand, attributes: Attributes<"ifft"> = {}): Expression {
  return apply("ifft", [x], attributes);
}

/** Inverse discrete Fourier transform over two axes. */
export function ifft2(x: Operand, attributes: Attributes<"ifft2"> = {}): Expression {
  return apply("ifft2", [x], attributes);
}

/** Imaginary part; zeros for a real value. */
export function imag(x: Operand): Expression {
  return apply("imag", [x], {});
}

/**
 * Linear interpolation at x between points with ascending abscissas xp and ordinates fp, as NumPy has it:
 * constant outside them. Carries derivatives to all three.
 */
export function interp(x: Operand, xp: Operand, fp: Operand): Expression {
  return apply("interp", [x, xp, fp], {});
}

/** Inverse of a square matrix. A singular one, where elimination meets a pivot of exactly 0, has none. */
export function inv(x: Operand, attributes: Attributes<"inv"> = {}): Expression {
  return apply("inv", [x], attributes);
}

/** Log density of the reciprocal of a gamma variable with this concentration and rate scale. */
export function inverse_gamma_log_prob(x: Operand, concentration: Operand, scale: Operand): Expression {
  return apply("inverse_gamma_log_prob", [x, concentration, scale], {});
}

/**
 * Inverse of rfft: the real value of length n (by default 2 (m - 1) for m frequencies). The imaginary
 * parts of frequency 0, and of n / 2 for an even n, do not matter.
 */
export function irfft(x: Operand, attributes: Attributes<"irfft"> = {}): Expression {
  return apply("irfft", [x], attributes);
}

/** Whether it is neither infinite nor NaN. */
export function isfinite(x: Operand): Expression {
  return apply("isfinite", [x], {});
}

/** Whether it is infinite. */
export function isinf(x: Operand): Expression {
  return apply("isinf", [x], {});
}

/** Whether it is NaN. */
export function isnan(x: Operand): Expression {
  return apply("isnan", [x], {});
}

/** Modified Bessel function of the first kind of whole order n. Past 713 it overflows; ive does not. */
export function iv(x: Operand, attributes: Attributes<"iv">): Expression {
  return apply("iv", [x], attributes);
}

/** exp(-|x|) times the modified Bessel function of the first kind of whole order n. */
export function ive(x: Operand, attributes: Attributes<"ive">): Expression {
  return apply("ive", [x], attributes);
}

/**
 * The k-th derivative of ive, exact also for large x where ive of neighbouring orders cancel.
 *
 * Up to max(20, n**2/2) each derivative is the mean of the neighbouring orders less the order itself; beyond,
 * the terms of the asymptotic expansion are differentiated one by one. Source: Olver et al., NIST Handbook of
 * Mathematical Functions (2010), 10.29 and 10.40.
 */
export function ive_derivative(x: Operand, attributes: Attributes<"ive_derivative">): Expression {
  return apply("ive_derivative", [x], attributes);
}

/** All derivatives of the elements of y with respect to those of x: y's shape, then x's. */
export function jacobian(y: Operand, x: Operand, attributes: Attributes<"jacobian"> = {}): Expression {
  return apply("jacobian", [y, x], attributes);
}

/** The Jacobian of y times a tangent t of x's shape: how y moves when x moves along t. */
export function jvp(y: Operand, x: Operand, t: Operand): Expression {
  return apply("jvp", [y, x, t], {});
}

/** Kullback-Leibler divergence of the distribution q from p, along the last axis; the mean is over rows. */
export function kl_divergence(
  p: Operand,
  q: Operand,
  attributes: Attributes<"kl_divergence"> = {},
): Expression {
  return apply("kl_divergence", [p, q], attributes);
}

/**
 * Kronecker product: each element of the first times the whole second, laid out in blocks. As in NumPy
 * all axes multiply, and the value with fewer axes gets further ones of length 1 in front.
 */
export function kron(x1: Operand, x2: Operand): Expression {
  return apply("kron", [x1, x2], {});
}

/** Log density of the Laplace distribution, exp(-|x - loc| / scale) / (2 scale). */
export function laplace_log_prob(x: Operand, loc: Operand, scale: Operand): Expression {
  return apply("laplace_log_prob", [x, loc, scale], {});
}

/**
 * (x - mean) / sqrt(variance + eps) over the features of each example, with the biased variance; times
 * scale, plus bias, which broadcast to the features. Source: Ba, Kiros and Hinton, Layer Normalization
 * (2016).
 */
export function layer_norm(
  x: Operand,
  attributes: Attributes<"layer_norm"> & { scale?: Operand; bias?: Operand } = {},
): Expression {
  return apply("layer_norm", [x], attributes, ["scale", "bias"]);
}

/** The value where it is positive, a fraction of it elsewhere. */
export function leaky_relu(x: Operand, attributes: Attributes<"leaky_relu"> = {}): Expression {
  return apply("leaky_relu", [x], attributes);
}

/**
 * Linear interpolation from x (weight 0) to y (weight 1), exact at both ends; beyond them it
 * extrapolates.
 */
export function lerp(x: Operand, y: Operand, weight: Operand): Expression {
  return apply("lerp", [x, y, weight], {});
}

/** Whether the first value is less than the second. */
export function less(x1: Operand, x2: Operand): Expression {
  return apply("less", [x1, x2], {});
}

/** Whether the first value is less than the second or equal to it. */
export function less_equal(x1: Operand, x2: Operand): Expression {
  return apply("less_equal", [x1, x2], {});
}

/** A number of evenly spaced values between two. */
export function linspace(attributes: Attributes<"linspace">): Expression {
  return apply("linspace", [], attributes);
}

/** Natural logarithm; -inf at 0, NaN below. */
export function log(x: Operand): Expression {
  return apply("log", [x], {});
}

/** Logarithm to base 10. */
export function log10(x: Operand): Expression {
  return apply("log10", [x], {});
}

/** log(1 + x), exact also where x is near 0. */
export function log1p(x: Operand): Expression {
  return apply("log1p", [x], {});
}

/** Logarithm to base 2. */
export function log2(x: Operand): Expression {
  return apply("log2", [x], {});
}

/** Logarithm of ndtr, exact also far below 0 where ndtr underflows. */
export function log_ndtr(x: Operand): Expression {
  return apply("log_ndtr", [x], {});
}

/** log(sigmoid(x)), exact also far below 0. */
export function log_sigmoid(x: Operand): Expression {
  return apply("log_sigmoid", [x], {});
}

/** Logarithm of softmax, exact also where softmax is near 0. */
export function log_softmax(x: Operand, attributes: Attributes<"log_softmax"> = {}): Expression {
  return apply("log_softmax", [x], attributes);
}

/** log(exp(x1) + exp(x2)) without overflow. */
export function logaddexp(x1: Operand, x2: Operand): Expression {
  return apply("logaddexp", [x1, x2], {});
}

/** log2(2**x1 + 2**x2) without overflow. */
export function logaddexp2(x1: Operand, x2: Operand): Expression {
  return apply("logaddexp2", [x1, x2], {});
}

/** Logarithm of the determinant; NaN where that is negative, -inf where it is 0. */
export function logdet(x: Operand): Expression {
  return apply("logdet", [x], {});
}

/** Whether both are true. */
export function logical_and(x1: Operand, x2: Operand): Expression {
  return apply("logical_and", [x1, x2], {});
}

/** Whether it is false. */
export function logical_not(x: Operand): Expression {
  return apply("logical_not", [x], {});
}

/** Whether one or both are true. */
export function logical_or(x1: Operand, x2: Operand): Expression {
  return apply("logical_or", [x1, x2], {});
}

/** Whether exactly one is true. */
export function logical_xor(x1: Operand, x2: Operand): Expression {
  return apply("logical_xor", [x1, x2], {});
}

/** Log density of the logistic distribution, whose distribution function is sigmoid((x - loc) / scale). */
export function logistic_log_prob(x: Operand, loc: Operand, scale: Operand): Expression {
  return apply("logistic_log_prob", [x, loc, scale], {});
}

/** log(p / (1 - p)), the inverse of sigmoid; infinite at 0 and 1, NaN outside. */
export function logit(p: Operand): Expression {
  return apply("logit", [p], {});
}

/**
 * Log density of a positive variable whose logarithm is normal with mean loc and standard deviation
 * scale.
 */
export function lognormal_log_prob(x: Operand, loc: Operand, scale: Operand): Expression {
  return apply("lognormal_log_prob", [x, loc, scale], {});
}

/** log(sum(exp(x))) without overflow; -inf over nothing. */
export function logsumexp(x: Operand, attributes: Attributes<"logsumexp"> = {}): Expression {
  return apply("logsumexp", [x], attributes);
}

/**
 * Least squares: the x of least norm among those for which the norm of a x - b is smallest. With one axis b
 * is a vector, with more its columns are right-hand sides; leading axes broadcast. The further results are
 * the sum of squares of a x - b for each right-hand side (also where it is 0, unlike in NumPy), the rank of a
 * and its singular values.
 */
export function lstsq(a: Operand, b: Operand, attributes: Attributes<"lstsq"> = {}): Expression {
  return apply("lstsq", [a, b], attributes);
}

/** The complex value with these real and imaginary parts. */
export function make_complex(re: Operand, im: Operand): Expression {
  return apply("make_complex", [re, im], {});
}

/**
 * Matrix product over the last two axes; leading axes broadcast. A vector counts as a row in front and
 * as a column behind, and that axis is dropped again.
 */
export function matmul(x1: Operand, x2: Operand): Expression {
  return apply("matmul", [x1, x2], {});
}

/** Norm of a matrix (the last two axes). */
export function matrix_norm(x: Operand, attributes: Attributes<"matrix_norm"> = {}): Expression {
  return apply("matrix_norm", [x], attributes);
}

/**
 * A square matrix multiplied with itself, by repeated squaring; powers of the inverse for negative n,
 * where a singular matrix is refused.
 */
export function matrix_power(x: Operand, attributes: Attributes<"matrix_power">): Expression {
  return apply("matrix_power", [x], attributes);
}

/** Number of singular values of a matrix that are not negligible. */
export function matrix_rank(x: Operand, attributes: Attributes<"matrix_rank"> = {}): Expression {
  return apply("matrix_rank", [x], attributes);
}

/** The last two axes exchanged. */
export function matrix_transpose(x: Operand): Expression {
  return apply("matrix_transpose", [x], {});
}

/** Largest element over some axes, or over all of them; NaN where there is one. */
export function max(x: Operand, attributes: Attributes<"max"> = {}): Expression {
  return apply("max", [x], attributes);
}

/**
 * Largest element of each window; x has the axes (examples, channels, spatial…). Padding is never the
 * largest. NaN where the window holds one.
 */
export function max_pool(x: Operand, attributes: Attributes<"max_pool">): Expression {
  return apply("max_pool", [x], attributes);
}

/**
 * Where the largest element of each window stands: its index into the flattened spatial axes of x,
 * without padding. The first in C order where several tie, the first NaN where there is one. Integers carry
 * no derivative.
 */
export function max_pool_indices(x: Operand, attributes: Attributes<"max_pool_indices">): Expression {
  return apply("max_pool_indices", [x], attributes);
}

/**
 * Values put where max_pool_indices says, zeros elsewhere; those with one place add up. The transpose of
 * reading a value's elements at these places.
 */
export function max_unpool(
  values: Operand,
  indices: Operand,
  attributes: Attributes<"max_unpool">,
): Expression {
  return apply("max_unpool", [values, indices], attributes);
}

/** The larger of two values, element by element; NaN where one is NaN. */
export function maximum(x1: Operand, x2: Operand): Expression {
  return apply("maximum", [x1, x2], {});
}

/** Arithmetic mean over some axes, or over all of them; NaN over nothing. */
export function mean(x: Operand, attributes: Attributes<"mean"> = {}): Expression {
  return apply("mean", [x], attributes);
}

/** Absolute difference. */
export function mean_absolute_error(
  predictions: Operand,
  targets: Operand,
  attributes: Attributes<"mean_absolute_error"> = {},
): Expression {
  return apply("mean_absolute_error", [predictions, targets], attributes);
}

/** Square of the difference. */
export function mean_squared_error(
  predictions: Operand,
  targets: Operand,
  attributes: Attributes<"mean_squared_error"> = {},
): Expression {
  return apply("mean_squared_error", [predictions, targets], attributes);
}

/** The element in the middle, or the mean of the two in the middle; NaN where there is one. */
export function median(x: Operand, attributes: Attributes<"median"> = {}): Expression {
  return apply("median", [x], attributes);
}

/** The coordinates of the points of a grid, one result for each vector. */
export function meshgrid(arrays: readonly Operand[], attributes: Attributes<"meshgrid"> = {}): Expression {
  return apply("meshgrid", [...arrays], attributes);
}

/** Smallest element over some axes, or over all of them; NaN where there is one. */
export function min(x: Operand, attributes: Attributes<"min"> = {}): Expression {
  return apply("min", [x], attributes);
}

/** The smaller of two values, element by element; NaN where one is NaN. */
export function minimum(x1: Operand, x2: Operand): Expression {
  return apply("minimum", [x1, x2], {});
}

/** x tanh(softplus(x)). Source: Misra (2019). */
export function mish(x: Operand): Expression {
  return apply("mish", [x], {});
}

/** Some axes moved to other places, the rest staying in order. */
export function moveaxis(x: Operand, attributes: Attributes<"moveaxis">): Expression {
  return apply("moveaxis", [x], attributes);
}

/**
 * Log probability of the counts k of the classes along the last axis, among as many draws as they add up
 * to.
 */
export function multinomial_log_prob(k: Operand, logits: Operand): Expression {
  return apply("multinomial_log_prob", [k, logits], {});
}

/** Product of two values, element by element. Booleans multiply as a logical and. */
export function multiply(x1: Operand, x2: Operand): Expression {
  return apply("multiply", [x1, x2], {});
}

/** As `multiply`. */
export const mul = multiply;

/** x y + z, rounded after each of the two steps. */
export function multiply_add(x: Operand, y: Operand, z: Operand): Expression {
  return apply("multiply_add", [x, y, z], {});
}

/** x y, and 0 where y is 0, also where x is infinite or NaN. */
export function multiply_no_nan(x: Operand, y: Operand): Expression {
  return apply("multiply_no_nan", [x, y], {});
}

/**
 * Log density of the multivariate normal distribution along the last axis, with mean loc and covariance
 * scale_tril scale_trilᵀ. Only the lower triangle of scale_tril is read; see cholesky.
 */
export function multivariate_normal_log_prob(x: Operand, loc: Operand, scale_tril: Operand): Expression {
  return apply("multivariate_normal_log_prob", [x, loc, scale_tril], {});
}

/** The value with NaN and infinities replaced by numbers. */
export function nan_to_num(x: Operand, attributes: Attributes<"nan_to_num"> = {}): Expression {
  return apply("nan_to_num", [x], attributes);
}

/** Distribution function of the standard normal distribution: the probability of a value up to x. */
export function ndtr(x: Operand): Expression {
  return apply("ndtr", [x], {});
}

/**
 * Inverse of ndtr: the value that a standard normal variable stays below with probability p; infinite at
 * 0 and 1, NaN outside.
 */
export function ndtri(p: Operand): Expression {
  return apply("ndtri", [p], {});
}

/** The value with its sign changed. */
export function negative(x: Operand): Expression {
  return apply("negative", [x], {});
}

/** As `negative`. */
export const neg = negative;

/**
 * Log probability of k successes before the failure number total_count (any positive number), where
 * success has these log odds. The mean is total_count exp(logits).
 */
export function negative_binomial_log_prob(k: Operand, logits: Operand, total_count: Operand): Expression {
  return apply("negative_binomial_log_prob", [k, logits, total_count], {});
}

/** Log density of the normal distribution with mean loc and standard deviation scale. */
export function normal_log_prob(x: Operand, loc: Operand, scale: Operand): Expression {
  return apply("normal_log_prob", [x, loc, scale], {});
}

/** Whether two values differ, element by element. */
export function not_equal(x1: Operand, x2: Operand): Expression {
  return apply("not_equal", [x1, x2], {});
}

/**
 * A new last axis with a one at each index and zeros elsewhere; all zeros where the index is outside
 * [0, depth). Carries no derivative.
 */
export function one_hot(indices: Operand, attributes: Attributes<"one_hot">): Expression {
  return apply("one_hot", [indices], attributes);
}

/** 1 - x**2, exact also where x is near -1 or 1. */
export function one_minus_square(x: Operand): Expression {
  return apply("one_minus_square", [x], {});
}

/** An array of ones. */
export function ones(attributes: Attributes<"ones">): Expression {
  return apply("ones", [], attributes);
}

/** Ones of the shape and dtype of a value. */
export function ones_like(x: Operand): Expression {
  return apply("ones_like", [x], {});
}

/** All products of an element of one vector with one of another. */
export function outer(x1: Operand, x2: Operand): Expression {
  return apply("outer", [x1, x2], {});
}

/** The value with a margin around it. */
export function pad(x: Operand, attributes: Attributes<"pad">): Expression {
  return apply("pad", [x], attributes);
}

/**
 * Log density of the Pareto distribution, concentration scale**concentration / x**(concentration + 1)
 * from scale on.
 */
export function pareto_log_prob(x: Operand, concentration: Operand, scale: Operand): Expression {
  return apply("pareto_log_prob", [x, concentration, scale], {});
}

/** The axes in another order. */
export function permute_dims(x: Operand, attributes: Attributes<"permute_dims"> = {}): Expression {
  return apply("permute_dims", [x], attributes);
}

/**
 * Pseudo-inverse (Moore and Penrose) of a matrix. Derivative: Golub and Pereyra, The Differentiation of
 * Pseudo-Inverses and Nonlinear Least Squares Problems Whose Variables Separate (1973).
 */
export function pinv(x: Operand, attributes: Attributes<"pinv"> = {}): Expression {
  return apply("pinv", [x], attributes);
}

/** Log probability of the count k under the Poisson distribution. */
export function poisson_log_prob(k: Operand, rate: Operand): Expression {
  return apply("poisson_log_prob", [k, rate], {});
}

/** Negative log probability of counts under Poisson distributions with the predicted rates. */
export function poisson_nll(
  predictions: Operand,
  targets: Operand,
  attributes: Attributes<"poisson_nll"> = {},
): Expression {
  return apply("poisson_nll", [predictions, targets], attributes);
}

/** The n-th derivative of digamma. */
export function polygamma(x: Operand, attributes: Attributes<"polygamma"> = {}): Expression {
  return apply("polygamma", [x], attributes);
}

/** The value itself (unary plus). */
export function positive(x: Operand): Expression {
  return apply("positive", [x], {});
}

/**
 * The first value raised to the second. Integers stay integers while the exponent is not negative:
 * make the exponent floating (`2.0`) for negative powers.
 */
export function power(x1: Operand, x2: Operand): Expression {
  return apply("power", [x1, x2], {});
}

/** As `power`. */
export const pow = power;

/** Product over some axes, or over all of them; 1 over nothing. */
export function prod(x: Operand, attributes: Attributes<"prod"> = {}): Expression {
  return apply("prod", [x], attributes);
}

/**
 * Orthonormal columns q and upper triangular r with q r = x, reduced: as many columns of q as the shorter
 * side of x. The signs are LAPACK's: the diagonal of r may be negative. Derivative: Walter and Lehmann,
 * Algorithmic Differentiation of Linear Algebra Functions (2012); for wide matrices, Roberts and Roberts,
 * QR and LQ Decomposition Matrix Backpropagation Algorithms (2020).
 */
export function qr(x: Operand): Expression {
  return apply("qr", [x], {});
}

/**
 * The value below which a share of the elements lies, between two elements by linear interpolation
 * (NumPy's default); NaN where there is one.
 */
export function quantile(x: Operand, attributes: Attributes<"quantile">): Expression {
  return apply("quantile", [x], attributes);
}

/** Radians converted to degrees. */
export function rad2deg(x: Operand): Expression {
  return apply("rad2deg", [x], {});
}

/** Independent booleans, true with probability p. The same seed and shape give the same ones. */
export function random_bernoulli(attributes: Attributes<"random_bernoulli">): Expression {
  return apply("random_bernoulli", [], attributes);
}

/**
 * Independent numbers of a normal distribution. The same seed and shape give the same numbers, rounded
 * to the dtype.
 */
export function random_normal(attributes: Attributes<"random_normal">): Expression {
  return apply("random_normal", [], attributes);
}

/**
 * Independent numbers, all between low and high as likely. The same seed and shape give the same
 * numbers, rounded to the dtype.
 */
export function random_uniform(attributes: Attributes<"random_uniform">): Expression {
  return apply("random_uniform", [], attributes);
}

/** Real part; a real value itself. */
export function real(x: Operand): Expression {
  return apply("real", [x], {});
}

/** One over the value. */
export function reciprocal(x: Operand): Expression {
  return apply("reciprocal", [x], {});
}

/** The value where it is positive, 0 elsewhere; NaN for NaN. */
export function relu(x: Operand): Expression {
  return apply("relu", [x], {});
}

/** The value, moved into the interval from 0 to 6. */
export function relu6(x: Operand): Expression {
  return apply("relu6", [x], {});
}

/** Remainder of the division, with the sign of the divisor (Python's `%`). */
export function remainder(x1: Operand, x2: Operand): Expression {
  return apply("remainder", [x1, x2], {});
}

/** As `remainder`. */
export const mod = remainder;

/** Each element repeated in its place along an axis. */
export function repeat(x: Operand, attributes: Attributes<"repeat">): Expression {
  return apply("repeat", [x], attributes);
}

/** The same elements in the same (C) order with another shape. */
export function reshape(x: Operand, attributes: Attributes<"reshape">): Expression {
  return apply("reshape", [x], attributes);
}

/**
 * Discrete Fourier transform of a real value along an axis: the n // 2 + 1 frequencies that are not
 * negative.
 */
export function rfft(x: Operand, attributes: Attributes<"rfft"> = {}): Expression {
  return apply("rfft", [x], attributes);
}

/**
 * x / sqrt(mean of squares + eps) over the features of each example; times scale, which broadcasts to the
 * features. Source: Zhang and Sennrich, Root Mean Square Layer Normalization (2019).
 */
export function rms_norm(
  x: Operand,
  attributes: Attributes<"rms_norm"> & { scale?: Operand } = {},
): Expression {
  return apply("rms_norm", [x], attributes, ["scale"]);
}

/** The elements moved along an axis, those that leave at one end coming in at the other. */
export function roll(x: Operand, attributes: Attributes<"roll">): Expression {
  return apply("roll", [x], attributes);
}

/** The nearest whole number; halves go to the even one, as in NumPy. */
export function round(x: Operand, attributes: Attributes<"round"> = {}): Expression {
  return apply("round", [x], attributes);
}

/** One over the square root. */
export function rsqrt(x: Operand): Expression {
  return apply("rsqrt", [x], {});
}

/**
 * Where each value would be inserted into an ascending sequence to keep it so. Integers carry no
 * derivative.
 */
export function searchsorted(
  sorted: Operand,
  values: Operand,
  attributes: Attributes<"searchsorted"> = {},
): Expression {
  return apply("searchsorted", [sorted, values], attributes);
}

/** Hyperbolic secant, 1 / cosh(x). */
export function sech(x: Operand): Expression {
  return apply("sech", [x], {});
}

/** Sums of the slices along the first axis that share a segment; 0 for a segment without any. */
export function segment_sum(
  values: Operand,
  segment_ids: Operand,
  attributes: Attributes<"segment_sum">,
): Expression {
  return apply("segment_sum", [values, segment_ids], attributes);
}

/**
 * elu with the scale and alpha that keep mean and variance through layers. Source: Klambauer, Unterthiner,
 * Mayr and Hochreiter (2017).
 */
export function selu(x: Operand): Expression {
  return apply("selu", [x], {});
}

/** 1 / (1 + exp(-x)), without overflow. */
export function sigmoid(x: Operand): Expression {
  return apply("sigmoid", [x], {});
}

/** Cross entropy of sigmoid(logits) against labels in [0, 1], without overflow. */
export function sigmoid_cross_entropy(
  logits: Operand,
  labels: Operand,
  attributes: Attributes<"sigmoid_cross_entropy"> = {},
): Expression {
  return apply("sigmoid_cross_entropy", [logits, labels], attributes);
}

/** -1, 0 or 1 by the sign of the value; NaN for NaN. */
export function sign(x: Operand): Expression {
  return apply("sign", [x], {});
}

/** x times sigmoid(x). */
export function silu(x: Operand): Expression {
  return apply("silu", [x], {});
}

/** Sine. */
export function sin(x: Operand): Expression {
  return apply("sin", [x], {});
}

/** sin(pi x) / (pi x), and 1 at 0, as in NumPy. */
export function sinc(x: Operand): Expression {
  return apply("sinc", [x], {});
}

/**
 * The n-th derivative of sinc, exact also near 0 where the quotient's own derivatives cancel.
 *
 * With t = pi x and s[k] the k-th derivative of sin at t, t f[k] + k f[k-1] = s[k] gives the orders one
 * after the other; near 0 the power series of the integral of s**n cos(s t + n pi/2) over s from 0 to 1
 * does.
 */
export function sinc_derivative(x: Operand, attributes: Attributes<"sinc_derivative"> = {}): Expression {
  return apply("sinc_derivative", [x], attributes);
}

/** Hyperbolic sine. */
export function sinh(x: Operand): Expression {
  return apply("sinh", [x], {});
}

/** Sign and logarithm of the absolute value of the determinant, which itself may overflow. */
export function slogdet(x: Operand): Expression {
  return apply("slogdet", [x], {});
}

/** exp(x) divided by its sum along an axis, without overflow. */
export function softmax(x: Operand, attributes: Attributes<"softmax"> = {}): Expression {
  return apply("softmax", [x], attributes);
}

/**
 * Cross entropy of softmax(logits) against labels: integers (one axis fewer than the logits), or
 * distributions over the last axis. The mean is over rows.
 */
export function softmax_cross_entropy(
  logits: Operand,
  labels: Operand,
  attributes: Attributes<"softmax_cross_entropy"> = {},
): Expression {
  return apply("softmax_cross_entropy", [logits, labels], attributes);
}

/** log(1 + exp(x)), exact for large values of either sign. */
export function softplus(x: Operand): Expression {
  return apply("softplus", [x], {});
}

/** x / (1 + |x|); -1 and 1 at the infinities. */
export function softsign(x: Operand): Expression {
  return apply("softsign", [x], {});
}

/**
 * Solution x of the linear equations a x = b, for a square matrix a. With one axis b is a vector, with
 * more its columns are right-hand sides; leading axes broadcast. A singular matrix, where elimination meets
 * a pivot of exactly 0, has no solution.
 */
export function solve(a: Operand, b: Operand, attributes: Attributes<"solve"> = {}): Expression {
  return apply("solve", [a, b], attributes);
}

/**
 * Solution x of a x = b for a triangular matrix, of which the other triangle is not read. With one axis b
 * is a vector, with more its columns are right-hand sides; leading axes broadcast. A matrix with a 0 on its
 * diagonal is singular.
 */
export function solve_triangular(
  a: Operand,
  b: Operand,
  attributes: Attributes<"solve_triangular"> = {},
): Expression {
  return apply("solve_triangular", [a, b], attributes);
}

/** The elements in order along an axis; NaN comes last, or first if descending. */
export function sort(x: Operand, attributes: Attributes<"sort"> = {}): Expression {
  return apply("sort", [x], attributes);
}

/** A value cut into parts along an axis; the results are the parts, `name:0`, `name:1` and so on. */
export function split(x: Operand, attributes: Attributes<"split">): Expression {
  return apply("split", [x], attributes);
}

/** Square root; NaN for negative values. */
export function sqrt(x: Operand): Expression {
  return apply("sqrt", [x], {});
}

/** The value times itself. */
export function square(x: Operand): Expression {
  return apply("square", [x], {});
}

/** Square of the difference, (x1 - x2)**2. */
export function squared_difference(x1: Operand, x2: Operand): Expression {
  return apply("squared_difference", [x1, x2], {});
}

/** Axes of length 1 removed. */
export function squeeze(x: Operand, attributes: Attributes<"squeeze"> = {}): Expression {
  return apply("squeeze", [x], attributes);
}

/** Values of one shape joined along a new axis. */
export function stack(arrays: readonly Operand[], attributes: Attributes<"stack"> = {}): Expression {
  return apply("stack", [...arrays], attributes);
}

/** Standard deviation, the square root of the variance, also where that over- or underflows. */
export function std(x: Operand, attributes: Attributes<"std"> = {}): Expression {
  return apply("std", [x], attributes);
}

/** The value as a constant, as far as derivatives are concerned. */
export function stop_gradient(x: Operand): Expression {
  return apply("stop_gradient", [x], {});
}

/**
 * Log density of Student's t distribution with df degrees of freedom, moved by loc and stretched by
 * scale.
 */
export function student_t_log_prob(x: Operand, df: Operand, loc: Operand, scale: Operand): Expression {
  return apply("student_t_log_prob", [x, df, loc, scale], {});
}

/** Difference of two values, element by element. */
export function subtract(x1: Operand, x2: Operand): Expression {
  return apply("subtract", [x1, x2], {});
}

/** As `subtract`. */
export const sub = subtract;

/** Sum over some axes, or over all of them. Booleans and small integers add up as int64. */
export function sum(x: Operand, attributes: Attributes<"sum"> = {}): Expression {
  return apply("sum", [x], attributes);
}

/**
 * Singular value decomposition u diag(s) vh, reduced: as many singular values, in descending order, as the
 * shorter side of x has elements. The signs of the vectors are LAPACK's. Derivative: Giles, Collected Matrix
 * Derivative Results (2008); Seeger et al., Auto-Differentiating Linear Algebra (2017).
 */
export function svd(x: Operand): Expression {
  return apply("svd", [x], {});
}

/** Singular values of a matrix in descending order, as many as its shorter side has elements. */
export function svdvals(x: Operand): Expression {
  return apply("svdvals", [x], {});
}

/** The slices of a value at some indices of an axis; negative ones count from the end. */
export function take(x: Operand, indices: Operand, attributes: Attributes<"take"> = {}): Expression {
  return apply("take", [x, indices], attributes);
}

/** The elements at an index of their own for each place, along an axis. */
export function take_along_axis(
  x: Operand,
  indices: Operand,
  attributes: Attributes<"take_along_axis"> = {},
): Expression {
  return apply("take_along_axis", [x, indices], attributes);
}

/** Tangent. */
export function tan(x: Operand): Expression {
  return apply("tan", [x], {});
}

/** Hyperbolic tangent. */
export function tanh(x: Operand): Expression {
  return apply("tanh", [x], {});
}

/** Product of two values summed over pairs of axes; the others follow in order. */
export function tensordot(x1: Operand, x2: Operand, attributes: Attributes<"tensordot"> = {}): Expression {
  return apply("tensordot", [x1, x2], attributes);
}

/** The value repeated whole along its axes. */
export function tile(x: Operand, attributes: Attributes<"tile">): Expression {
  return apply("tile", [x], attributes);
}

/** The k largest elements along an axis, the largest first, and their indices. */
export function top_k(x: Operand, attributes: Attributes<"top_k">): Expression {
  return apply("top_k", [x], attributes);
}

/** Sum of a diagonal of a matrix (the last two axes). */
export function trace(x: Operand, attributes: Attributes<"trace"> = {}): Expression {
  return apply("trace", [x], attributes);
}

/** The lower triangle of a matrix (the last two axes), zeros elsewhere. */
export function tril(x: Operand, attributes: Attributes<"tril"> = {}): Expression {
  return apply("tril", [x], attributes);
}

/** The upper triangle of a matrix (the last two axes), zeros elsewhere. */
export function triu(x: Operand, attributes: Attributes<"triu"> = {}): Expression {
  return apply("triu", [x], attributes);
}

/** The value without its fraction: rounded towards 0. Integers stay as they are. */
export function trunc(x: Operand): Expression {
  return apply("trunc", [x], {});
}

/**
 * Log density of a normal variable with mean loc and standard deviation scale before it was confined to
 * the interval from low to high; either bound may be infinite.
 */
export function truncated_normal_log_prob(
  x: Operand,
  loc: Operand,
  scale: Operand,
  low: Operand,
  high: Operand,
): Expression {
  return apply("truncated_normal_log_prob", [x, loc, scale, low, high], {});
}

/**
 * Log density of the uniform distribution from low to high, both bounds included. It does not change with
 * x, whose gradient is 0.
 */
export function uniform_log_prob(x: Operand, low: Operand, high: Operand): Expression {
  return apply("uniform_log_prob", [x, low, high], {});
}

/** The slices of a value along an axis, which the results do not have any more. */
export function unstack(x: Operand, attributes: Attributes<"unstack"> = {}): Expression {
  return apply("unstack", [x], attributes);
}

/**
 * Variance: the mean square of the distance from the mean, in two passes so that nothing cancels. Of complex
 * values the distance is the modulus.
 */
export function var_(x: Operand, attributes: Attributes<"var"> = {}): Expression {
  return apply("var", [x], attributes);
}

export { var_ as var };

/** Product of vectors along the last axis, summed; the other axes broadcast. */
export function vecdot(x1: Operand, x2: Operand): Expression {
  return apply("vecdot", [x1, x2], {});
}

/**
 * Norm of the elements over some axes, or over all of them. Neither overflows nor underflows on the
 * way where the norm itself does not.
 */
export function vector_norm(x: Operand, attributes: Attributes<"vector_norm"> = {}): Expression {
  return apply("vector_norm", [x], attributes);
}

/** A cotangent g of y's shape times the Jacobian of y: the gradient of sum(g * y), with g held fixed. */
export function vjp(y: Operand, x: Operand, g: Operand): Expression {
  return apply("vjp", [y, x, g], {});
}

/** Log density of the von Mises distribution of angles in radians, with mode loc. */
export function von_mises_log_prob(x: Operand, loc: Operand, concentration: Operand): Expression {
  return apply("von_mises_log_prob", [x, loc, concentration], {});
}

/** Log density of the Weibull distribution, under which (x / scale)**concentration is exponential. */
export function weibull_log_prob(x: Operand, concentration: Operand, scale: Operand): Expression {
  return apply("weibull_log_prob", [x, concentration, scale], {});
}

/** x where the condition is true, y elsewhere. */
export function where(condition: Operand, x: Operand, y: Operand): Expression {
  return apply("where", [condition, x, y], {});
}

/** x log(1 + y), and 0 where x is 0. */
export function xlog1py(x: Operand, y: Operand): Expression {
  return apply("xlog1py", [x, y], {});
}

/** x log(y), and 0 where x is 0. */
export function xlogy(x: Operand, y: Operand): Expression {
  return apply("xlogy", [x, y], {});
}

/** An array of zeros. */
export function zeros(attributes: Attributes<"zeros">): Expression {
  return apply("zeros", [], attributes);
}

/** Zeros of the shape and dtype of a value. */
export function zeros_like(x: Operand): Expression {
  return apply("zeros_like", [x], {});
}
