/** Each operation as a method of its first operand. */

// Written by `npm run operations`.

import type { Attributes } from "./expression.js";

export abstract class Methods<E> {
  protected abstract apply(
    op: string,
    inputs: readonly (E | number)[],
    attributes: object,
    optional?: readonly string[],
  ): E;

  protected abstract self(): E;

  /** Absolute value; of a complex value its modulus. */
  abs(): E {
    return this.apply("abs", [this.self()], {});
  }

  /** Inverse cosine, in [0, pi]; NaN outside [-1, 1]. */
  acos(): E {
    return this.apply("acos", [this.self()], {});
  }

  /** Inverse hyperbolic cosine; NaN below 1. */
  acosh(): E {
    return this.apply("acosh", [this.self()], {});
  }

  /** Sum of two values, element by element. Booleans add as a logical or, as in NumPy. */
  add(x2: E | number): E {
    return this.apply("add", [this.self(), x2], {});
  }

  /**
   * Transposed matrix of cofactors: the determinant times the inverse, and defined for singular matrices
   * too. Source: Stewart, On the Adjugate Matrix (1998).
   */
  adjugate(): E {
    return this.apply("adjugate", [this.self()], {});
  }

  /** Whether all elements are true; true over nothing. Carries no derivative. */
  all(attributes: Attributes<"all"> = {}): E {
    return this.apply("all", [this.self()], attributes);
  }

  /** Angle in the complex plane, in (-pi, pi]. */
  angle(): E {
    return this.apply("angle", [this.self()], {});
  }

  /** Whether any element is true; false over nothing. Carries no derivative. */
  any(attributes: Attributes<"any"> = {}): E {
    return this.apply("any", [this.self()], attributes);
  }

  /** Index of the largest element, the first of several. An integer: the path through it is cut. */
  argmax(attributes: Attributes<"argmax"> = {}): E {
    return this.apply("argmax", [this.self()], attributes);
  }

  /** Index of the smallest element, the first of several. An integer: the path through it is cut. */
  argmin(attributes: Attributes<"argmin"> = {}): E {
    return this.apply("argmin", [this.self()], attributes);
  }

  /** Indices that sort a value along an axis, stable. Integers: the path through them is cut. */
  argsort(attributes: Attributes<"argsort"> = {}): E {
    return this.apply("argsort", [this.self()], attributes);
  }

  /** Inverse sine, in [-pi/2, pi/2]; NaN outside [-1, 1]. */
  asin(): E {
    return this.apply("asin", [this.self()], {});
  }

  /** Inverse hyperbolic sine. */
  asinh(): E {
    return this.apply("asinh", [this.self()], {});
  }

  /**
   * The value converted to another dtype. Fractions are cut off towards zero on the way to integers; of a
   * complex value the real part is converted.
   */
  astype(attributes: Attributes<"astype">): E {
    return this.apply("astype", [this.self()], attributes);
  }

  /**
   * The value with something added to a part of it, as a new value; where an index stands twice, both
   * are added. Index arrays are further operands, so the first of
   * them is input number 2.
   */
  at_add(values: E | number, indices: readonly (E | number)[], attributes: Attributes<"at_add">): E {
    return this.apply("at_add", [this.self(), values, ...indices], attributes);
  }

  /**
   * The value with a part replaced, as a new value (NumPy's `x[key] = values`). Index arrays are further
   * operands, so the first of them is input number 2.
   */
  at_set(values: E | number, indices: readonly (E | number)[], attributes: Attributes<"at_set">): E {
    return this.apply("at_set", [this.self(), values, ...indices], attributes);
  }

  /** Inverse tangent, in [-pi/2, pi/2]. */
  atan(): E {
    return this.apply("atan", [this.self()], {});
  }

  /** Angle of the point (x2, x1) from the positive x-axis, in [-pi, pi]. */
  atan2(x2: E | number): E {
    return this.apply("atan2", [this.self(), x2], {});
  }

  /** Inverse hyperbolic tangent; NaN outside [-1, 1]. */
  atanh(): E {
    return this.apply("atanh", [this.self()], {});
  }

  /** The value with axes of length 1 in front until it has so many. */
  atleast_nd(attributes: Attributes<"atleast_nd">): E {
    return this.apply("atleast_nd", [this.self()], attributes);
  }

  /**
   * Mean of the elements of each window; x has the axes (examples, channels, spatial…). Padding does not
   * count: a window that reaches over the edge is the mean of the elements it has.
   */
  avg_pool(attributes: Attributes<"avg_pool">): E {
    return this.apply("avg_pool", [this.self()], attributes);
  }

  /**
   * (x - mean) / sqrt(variance + eps) over all examples and places of each channel, where x has the axes
   * (examples, channels, spatial…): the batch's own statistics, with the biased variance; times scale, plus
   * bias, one number a channel. Source: Ioffe and Szegedy, Batch Normalization (2015).
   */
  batch_norm(attributes: Attributes<"batch_norm"> & { scale?: (E | number); bias?: (E | number) } = {}): E {
    return this.apply("batch_norm", [this.self()], attributes, ["scale", "bias"]);
  }

  /** Log probability of k (0 or 1) under the Bernoulli distribution with these log odds. */
  bernoulli_log_prob(logits: E | number): E {
    return this.apply("bernoulli_log_prob", [this.self(), logits], {});
  }

  /** Log density of the beta distribution with mean alpha / (alpha + beta). */
  beta_log_prob(alpha: E | number, beta: E | number): E {
    return this.apply("beta_log_prob", [this.self(), alpha, beta], {});
  }

  /** Logarithm of the absolute value of the beta function of two values, element by element. */
  betaln(b: E | number): E {
    return this.apply("betaln", [this.self(), b], {});
  }

  /** Cross entropy of probabilities against labels in [0, 1]. On logits, sigmoid_cross_entropy is exact. */
  binary_cross_entropy(labels: E | number, attributes: Attributes<"binary_cross_entropy"> = {}): E {
    return this.apply("binary_cross_entropy", [this.self(), labels], attributes);
  }

  /** Log probability of k successes in total_count trials, where success has these log odds. */
  binomial_log_prob(logits: E | number, total_count: E | number): E {
    return this.apply("binomial_log_prob", [this.self(), logits, total_count], {});
  }

  /** The value repeated along new axes and axes of length 1, as in arithmetic. */
  broadcast_to(attributes: Attributes<"broadcast_to">): E {
    return this.apply("broadcast_to", [this.self()], attributes);
  }

  /**
   * Log probability of the class k, an index along the last axis of the logits; the other axes broadcast
   * against those of k.
   */
  categorical_log_prob(logits: E | number): E {
    return this.apply("categorical_log_prob", [this.self(), logits], {});
  }

  /** Log density of the Cauchy distribution with median loc and half width scale. */
  cauchy_log_prob(loc: E | number, scale: E | number): E {
    return this.apply("cauchy_log_prob", [this.self(), loc, scale], {});
  }

  /** Cube root, real also for negative values. */
  cbrt(): E {
    return this.apply("cbrt", [this.self()], {});
  }

  /** The smallest whole number that is not below the value. Integers stay as they are. */
  ceil(): E {
    return this.apply("ceil", [this.self()], {});
  }

  /**
   * The value where it is positive, alpha (exp(x / alpha) - 1) elsewhere; the derivative is continuous.
   * Source: Barron (2017).
   */
  celu(attributes: Attributes<"celu"> = {}): E {
    return this.apply("celu", [this.self()], attributes);
  }

  /** The value itself; the computation stops with an error where it holds NaN or infinity. */
  check_numerics(): E {
    return this.apply("check_numerics", [this.self()], {});
  }

  /**
   * The value itself, marked as one that is not kept for the backward pass, which computes it again from
   * the operands of its operation. Results do not depend on it.
   */
  checkpoint(): E {
    return this.apply("checkpoint", [this.self()], {});
  }

  /** Log density of the chi-squared distribution with df degrees of freedom. */
  chi2_log_prob(df: E | number): E {
    return this.apply("chi2_log_prob", [this.self(), df], {});
  }

  /**
   * Lower triangular factor l of a symmetric positive definite matrix, with a positive diagonal: l lᵀ = x.
   * It is that of the symmetric part (x + xᵀ)/2. Derivative: Murray, Differentiation of the Cholesky
   * Decomposition (2016).
   */
  cholesky(attributes: Attributes<"cholesky"> = {}): E {
    return this.apply("cholesky", [this.self()], attributes);
  }

  /**
   * The value, moved into an interval. The bounds are numbers given as attributes, or values given as
   * second and third operand.
   */
  clip(attributes: Attributes<"clip"> & { low?: (E | number); high?: (E | number) } = {}): E {
    return this.apply("clip", [this.self()], attributes, ["low", "high"]);
  }

  /** Complex conjugate; a real value itself. */
  conj(): E {
    return this.apply("conj", [this.self()], {});
  }

  /**
   * Convolution as neural networks have it (the kernel is not turned round): x with the axes (examples,
   * channels, spatial…), kernel with (output channels, channels / groups, spatial…), the result with
   * (examples, output channels, spatial…).
   */
  conv(kernel: E | number, attributes: Attributes<"conv"> = {}): E {
    return this.apply("conv", [this.self(), kernel], attributes);
  }

  /**
   * The gradient of conv with respect to its kernel, for the input x and the result's cotangent g: the
   * products of all elements of g with the elements of x that conv's windows cover.
   */
  conv_kernel_gradient(g: E | number, attributes: Attributes<"conv_kernel_gradient">): E {
    return this.apply("conv_kernel_gradient", [this.self(), g], attributes);
  }

  /**
   * The transpose of conv with the same kernel and attributes, sometimes called deconvolution: what conv
   * makes of the result has the shape of x. Here x has the kernel's output channels (its first axis), and the
   * result the axes (examples, the kernel's second axis x groups, spatial…).
   */
  conv_transpose(kernel: E | number, attributes: Attributes<"conv_transpose"> = {}): E {
    return this.apply("conv_transpose", [this.self(), kernel], attributes);
  }

  /** Convolution of two sequences, element k the sum of x1[i] x2[k - i], as NumPy has it. */
  convolve(x2: E | number, attributes: Attributes<"convolve"> = {}): E {
    return this.apply("convolve", [this.self(), x2], attributes);
  }

  /** The size of the first value with the sign of the second; the sign of -0 counts. */
  copysign(x2: E | number): E {
    return this.apply("copysign", [this.self(), x2], {});
  }

  /** Cosine. */
  cos(): E {
    return this.apply("cos", [this.self()], {});
  }

  /** Hyperbolic cosine. */
  cosh(): E {
    return this.apply("cosh", [this.self()], {});
  }

  /**
   * Cosine of the angle between vectors along an axis, from -1 to 1. To be maximized: the loss is its
   * negative, or 1 minus it.
   */
  cosine_similarity(x2: E | number, attributes: Attributes<"cosine_similarity"> = {}): E {
    return this.apply("cosine_similarity", [this.self(), x2], attributes);
  }

  /** How many elements are not 0. Carries no derivative. */
  count_nonzero(attributes: Attributes<"count_nonzero"> = {}): E {
    return this.apply("count_nonzero", [this.self()], attributes);
  }

  /** Cross product of vectors of length 3 along an axis; the other axes broadcast. */
  cross(x2: E | number, attributes: Attributes<"cross"> = {}): E {
    return this.apply("cross", [this.self(), x2], attributes);
  }

  /**
   * Index along an axis of the largest element up to each, the first that was met of several. An integer:
   * the path through it is cut.
   */
  cumulative_argmax(attributes: Attributes<"cumulative_argmax"> = {}): E {
    return this.apply("cumulative_argmax", [this.self()], attributes);
  }

  /**
   * Index along an axis of the smallest element up to each, the first that was met of several. An integer:
   * the path through it is cut.
   */
  cumulative_argmin(attributes: Attributes<"cumulative_argmin"> = {}): E {
    return this.apply("cumulative_argmin", [this.self()], attributes);
  }

  /**
   * log(sum(exp(...))) of everything up to each element along an axis, without overflow; -inf over
   * nothing.
   */
  cumulative_logsumexp(attributes: Attributes<"cumulative_logsumexp"> = {}): E {
    return this.apply("cumulative_logsumexp", [this.self()], attributes);
  }

  /**
   * The largest of everything up to each element along an axis; over nothing -inf, or the dtype's least
   * integer. NaN from the first NaN on.
   */
  cumulative_max(attributes: Attributes<"cumulative_max"> = {}): E {
    return this.apply("cumulative_max", [this.self()], attributes);
  }

  /**
   * The smallest of everything up to each element along an axis; over nothing inf, or the dtype's
   * greatest integer. NaN from the first NaN on.
   */
  cumulative_min(attributes: Attributes<"cumulative_min"> = {}): E {
    return this.apply("cumulative_min", [this.self()], attributes);
  }

  /** Products of everything up to each element along an axis; the empty product is 1. */
  cumulative_prod(attributes: Attributes<"cumulative_prod"> = {}): E {
    return this.apply("cumulative_prod", [this.self()], attributes);
  }

  /** Sums of everything up to each element along an axis. Booleans and small integers add up as int64. */
  cumulative_sum(attributes: Attributes<"cumulative_sum"> = {}): E {
    return this.apply("cumulative_sum", [this.self()], attributes);
  }

  /** Degrees converted to radians. */
  deg2rad(): E {
    return this.apply("deg2rad", [this.self()], {});
  }

  /** Determinant of a square matrix. */
  det(): E {
    return this.apply("det", [this.self()], {});
  }

  /** Discrete Fourier transform along an axis, of the length it has. */
  dft(attributes: Attributes<"dft"> = {}): E {
    return this.apply("dft", [this.self()], attributes);
  }

  /**
   * NumPy's diag: a matrix with this vector on a diagonal; of a matrix, that diagonal. For vectors or
   * matrices along leading axes there are diag_embed and diagonal.
   */
  diag(attributes: Attributes<"diag"> = {}): E {
    return this.apply("diag", [this.self()], attributes);
  }

  /** Square matrices with the last axis on a diagonal and zeros elsewhere. */
  diag_embed(attributes: Attributes<"diag_embed"> = {}): E {
    return this.apply("diag_embed", [this.self()], attributes);
  }

  /** A diagonal of a matrix (the last two axes). */
  diagonal(attributes: Attributes<"diagonal"> = {}): E {
    return this.apply("diagonal", [this.self()], attributes);
  }

  /** Derivative of gammaln. */
  digamma(): E {
    return this.apply("digamma", [this.self()], {});
  }

  /**
   * Log density of the Dirichlet distribution over the last axis. That x is positive and adds up to 1 is
   * taken for granted.
   */
  dirichlet_log_prob(concentration: E | number): E {
    return this.apply("dirichlet_log_prob", [this.self(), concentration], {});
  }

  /**
   * Quotient of two values, element by element; floating also for integers. Division by zero gives
   * infinities or NaN as IEEE 754 says.
   */
  divide(x2: E | number): E {
    return this.apply("divide", [this.self(), x2], {});
  }

  /** As `divide`. */
  div(x2: E | number): E {
    return this.divide(x2);
  }

  /** x / y, and 0 where y is 0, whatever x is. */
  divide_no_nan(y: E | number): E {
    return this.apply("divide_no_nan", [this.self(), y], {});
  }

  /**
   * NumPy's dot: the last axis of the first against the second-last of the second (its only one, if it is
   * a vector); the product, if one is a scalar.
   */
  dot(x2: E | number): E {
    return this.apply("dot", [this.self(), x2], {});
  }

  /**
   * softmax(q kᵀ scale) v, where q has the axes (…, queries, depth), k (…, keys, depth) and v (…, keys,
   * depth of the values); leading axes broadcast. The mask broadcasts to (…, queries, keys): booleans or
   * integers are true where a query may attend to a key, floating values are added before softmax (-inf
   * excludes). Source: Vaswani et al., Attention Is All You Need (2017).
   */
  dot_product_attention(
    k: E | number,
    v: E | number,
    attributes: Attributes<"dot_product_attention"> & { mask?: (E | number) } = {},
  ): E {
    return this.apply("dot_product_attention", [this.self(), k, v], attributes, ["mask"]);
  }

  /**
   * Each element set to 0 with probability `rate`, the others divided by 1 - rate, so that the mean stays.
   * The same seed and shape drop the same elements. Source: Srivastava et al., Dropout (2014).
   */
  dropout(attributes: Attributes<"dropout">): E {
    return this.apply("dropout", [this.self()], attributes);
  }

  /**
   * Eigenvalues of a symmetric matrix in ascending order, and orthonormal eigenvectors as columns, of the
   * symmetric part (x + xᵀ)/2. The signs of the vectors are LAPACK's. Derivative: Giles, Collected Matrix
   * Derivative Results (2008).
   */
  eigh(): E {
    return this.apply("eigh", [this.self()], {});
  }

  /** Eigenvalues of a symmetric matrix in ascending order, of the symmetric part (x + xᵀ)/2. */
  eigvalsh(): E {
    return this.apply("eigvalsh", [this.self()], {});
  }

  /** The value where it is positive, alpha (exp(x) - 1) elsewhere. */
  elu(attributes: Attributes<"elu"> = {}): E {
    return this.apply("elu", [this.self()], attributes);
  }

  /** The rows of a table (its first axis) with these numbers; negative ones count from the end. */
  embedding(ids: E | number): E {
    return this.apply("embedding", [this.self(), ids], {});
  }

  /** -x log(x), the term of an entropy; 0 at 0 and -inf below. */
  entr(): E {
    return this.apply("entr", [this.self()], {});
  }

  /** Whether two values are equal, element by element. */
  equal(x2: E | number): E {
    return this.apply("equal", [this.self(), x2], {});
  }

  /** Error function, 2/sqrt(pi) times the integral of exp(-t**2) from 0 to x. */
  erf(): E {
    return this.apply("erf", [this.self()], {});
  }

  /** 1 - erf(x), exact also where erf(x) is near 1. */
  erfc(): E {
    return this.apply("erfc", [this.self()], {});
  }

  /** exp(x**2) erfc(x), which neither underflows nor loses digits for large x. */
  erfcx(): E {
    return this.apply("erfcx", [this.self()], {});
  }

  /**
   * The n-th derivative of erfcx, exact also for large x where 2 x erfcx(x) - 2/sqrt(pi) cancels.
   *
   * D[k] = 2 x D[k-1] + 2 (k-1) D[k-2]; for large x, where that is unstable, the continued fraction of
   * D[k] / D[k-1] that belongs to it. Source: Gautschi, in Abramowitz and Stegun (1964), 7.2.
   */
  erfcx_derivative(attributes: Attributes<"erfcx_derivative"> = {}): E {
    return this.apply("erfcx_derivative", [this.self()], attributes);
  }

  /** Inverse of erf; infinite at -1 and 1, NaN outside. */
  erfinv(): E {
    return this.apply("erfinv", [this.self()], {});
  }

  /** e raised to the value. */
  exp(): E {
    return this.apply("exp", [this.self()], {});
  }

  /** 2 raised to the value. */
  exp2(): E {
    return this.apply("exp2", [this.self()], {});
  }

  /** New axes of length 1. */
  expand_dims(attributes: Attributes<"expand_dims"> = {}): E {
    return this.apply("expand_dims", [this.self()], attributes);
  }

  /**
   * Exponential of a square matrix, by scaling and squaring. NaN throughout where the matrix has an element
   * that is not finite. Source: Al-Mohy and Higham, A New Scaling and Squaring Algorithm (2009).
   */
  expm(): E {
    return this.apply("expm", [this.self()], {});
  }

  /** exp(x) - 1, exact also where x is near 0. */
  expm1(): E {
    return this.apply("expm1", [this.self()], {});
  }

  /**
   * Derivative of the matrix exponential at x in a direction (Fréchet's), linear in it. With several
   * directions, the part of the higher derivative in which they stand in this order: the sum over all orders is
   * the derivative. It is the upper right block of the exponential of the matrix with x in its diagonal blocks
   * and the directions above them. Source: Higham, Functions of Matrices (2008), section 3.2.
   */
  expm_frechet(directions: readonly (E | number)[]): E {
    return this.apply("expm_frechet", [this.self(), ...directions], {});
  }

  /** Log density of the exponential distribution, rate exp(-rate x). */
  exponential_log_prob(rate: E | number): E {
    return this.apply("exponential_log_prob", [this.self(), rate], {});
  }

  /** Discrete Fourier transform along an axis. */
  fft(attributes: Attributes<"fft"> = {}): E {
    return this.apply("fft", [this.self()], attributes);
  }

  /** Discrete Fourier transform over two axes. */
  fft2(attributes: Attributes<"fft2"> = {}): E {
    return this.apply("fft2", [this.self()], attributes);
  }

  /** All elements in one dimension, in C order. */
  flatten(): E {
    return this.apply("flatten", [this.self()], {});
  }

  /** The order of the elements reversed along some axes. */
  flip(attributes: Attributes<"flip"> = {}): E {
    return this.apply("flip", [this.self()], attributes);
  }

  /** The largest whole number that is not above the value. Integers stay as they are. */
  floor(): E {
    return this.apply("floor", [this.self()], {});
  }

  /** Quotient rounded towards minus infinity. Integers divided by zero give 0, as in NumPy. */
  floor_divide(x2: E | number): E {
    return this.apply("floor_divide", [this.self(), x2], {});
  }

  /** The larger of two values, element by element; where one is NaN, the other. */
  fmax(x2: E | number): E {
    return this.apply("fmax", [this.self(), x2], {});
  }

  /** The smaller of two values, element by element; where one is NaN, the other. */
  fmin(x2: E | number): E {
    return this.apply("fmin", [this.self(), x2], {});
  }

  /** One number in the shape and dtype of a value. */
  full_like(attributes: Attributes<"full_like">): E {
    return this.apply("full_like", [this.self()], attributes);
  }

  /** Log density of the gamma distribution with mean concentration / rate. */
  gamma_log_prob(concentration: E | number, rate: E | number): E {
    return this.apply("gamma_log_prob", [this.self(), concentration, rate], {});
  }

  /** Logarithm of the absolute value of the gamma function. */
  gammaln(): E {
    return this.apply("gammaln", [this.self()], {});
  }

  /** x times a gate, and 0 where the gate is 0, also where x is infinite. */
  gated(gate: E | number): E {
    return this.apply("gated", [this.self(), gate], {});
  }

  /** x times the standard normal distribution function of x. Source: Hendrycks and Gimpel (2016). */
  gelu(attributes: Attributes<"gelu"> = {}): E {
    return this.apply("gelu", [this.self()], attributes);
  }

  /** Log probability of k failures before the first success, which has these log odds. */
  geometric_log_prob(logits: E | number): E {
    return this.apply("geometric_log_prob", [this.self(), logits], {});
  }

  /** Part of a value, as NumPy's `x[key]` gives it. Index arrays are further operands. */
  getitem(indices: readonly (E | number)[], attributes: Attributes<"getitem">): E {
    return this.apply("getitem", [this.self(), ...indices], attributes);
  }

  /**
   * Gradient of y with respect to x, of x's shape; a y that is not a scalar counts as the sum of its
   * elements. x is any value computed before y.
   */
  gradient(x: E | number): E {
    return this.apply("gradient", [this.self(), x], {});
  }

  /** Whether the first value is greater than the second. */
  greater(x2: E | number): E {
    return this.apply("greater", [this.self(), x2], {});
  }

  /** Whether the first value is greater than the second or equal to it. */
  greater_equal(x2: E | number): E {
    return this.apply("greater_equal", [this.self(), x2], {});
  }

  /**
   * (x - mean) / sqrt(variance + eps) over each group of channels of each example, where x has the axes
   * (examples, channels, spatial…), with the biased variance; times scale, plus bias, one number a channel.
   * One group is layer_norm over all but the examples, as many as channels is instance normalization.
   * Source: Wu and He, Group Normalization (2018).
   */
  group_norm(attributes: Attributes<"group_norm"> & { scale?: (E | number); bias?: (E | number) }): E {
    return this.apply("group_norm", [this.self()], attributes, ["scale", "bias"]);
  }

  /** Log density of the Gumbel distribution of maxima, with mode loc. */
  gumbel_log_prob(loc: E | number, scale: E | number): E {
    return this.apply("gumbel_log_prob", [this.self(), loc, scale], {});
  }

  /** Log density of the size of a Cauchy variable with median 0 and half width scale. */
  half_cauchy_log_prob(scale: E | number): E {
    return this.apply("half_cauchy_log_prob", [this.self(), scale], {});
  }

  /** Log density of the size of a normal variable with mean 0 and standard deviation scale. */
  half_normal_log_prob(scale: E | number): E {
    return this.apply("half_normal_log_prob", [this.self(), scale], {});
  }

  /** relu6(x + 3) / 6, made of three straight lines. Source: Howard et al. (2019). */
  hard_sigmoid(): E {
    return this.apply("hard_sigmoid", [this.self()], {});
  }

  /** x hard_sigmoid(x). Source: Howard et al. (2019). */
  hard_swish(): E {
    return this.apply("hard_swish", [this.self()], {});
  }

  /** The value, moved into the interval from -1 to 1. */
  hard_tanh(): E {
    return this.apply("hard_tanh", [this.self()], {});
  }

  /**
   * Second derivatives of y with respect to x: x's shape twice; for a y that is not a scalar y's shape
   * stands before.
   */
  hessian(x: E | number): E {
    return this.apply("hessian", [this.self(), x], {});
  }

  /** max(0, 1 - labels * predictions), for labels -1 and 1. */
  hinge_loss(labels: E | number, attributes: Attributes<"hinge_loss"> = {}): E {
    return this.apply("hinge_loss", [this.self(), labels], attributes);
  }

  /**
   * Half the squared difference up to delta, delta (|difference| - delta/2) beyond. Source: Huber (1964).
   */
  huber_loss(targets: E | number, attributes: Attributes<"huber_loss"> = {}): E {
    return this.apply("huber_loss", [this.self(), targets], attributes);
  }

  /** Hessian of y with respect to x, times a vector v of x's shape, without forming the Hessian. */
  hvp(x: E | number, v: E | number): E {
    return this.apply("hvp", [this.self(), x, v], {});
  }

  /** Length of the hypotenuse, sqrt(x1**2 + x2**2) without overflow. */
  hypot(x2: E | number): E {
    return this.apply("hypot", [this.self(), x2], {});
  }

  /**
   * x1 / hypot(x1, x2), the derivative of hypot with respect to x1. Beside an infinity only infinities
   * count.
   */
  hypot_slope(x2: E | number): E {
    return this.apply("hypot_slope", [this.self(), x2], {});
  }

  /** Modified Bessel function of the first kind of order 0. Past 713 it overflows; i0e does not. */
  i0(): E {
    return this.apply("i0", [this.self()], {});
  }

  /** exp(-|x|) times the modified Bessel function of the first kind of order 0. */
  i0e(): E {
    return this.apply("i0e", [this.self()], {});
  }

  /** Modified Bessel function of the first kind of order 1. Past 713 it overflows; i1e does not. */
  i1(): E {
    return this.apply("i1", [this.self()], {});
  }

  /** exp(-|x|) times the modified Bessel function of the first kind of order 1. */
  i1e(): E {
    return this.apply("i1e", [this.self()], {});
  }

  /** The value itself. */
  identity(): E {
    return this.apply("identity", [this.self()], {});
  }

  /** Inverse discrete Fourier transform along an axis, of the length it has. */
  idft(attributes: Attributes<"idft"> = {}): E {
    return this.apply("idft", [this.self()], attributes);
  }

  /** Inverse discrete Fourier transform along an axis. */
  ifft(attributes: Attributes<"ifft"> = {}): E {
    return this.apply("ifft", [this.self()], attributes);
  }

  /** Inverse discrete Fourier transform over two axes. */
  ifft2(attributes: Attributes<"ifft2"> = {}): E {
    return this.apply("ifft2", [this.self()], attributes);
  }

  /** Imaginary part; zeros for a real value. */
  imag(): E {
    return this.apply("imag", [this.self()], {});
  }

  /**
   * Linear interpolation at x between points with ascending abscissas xp and ordinates fp, as NumPy has it:
   * constant outside them. Carries derivatives to all three.
   */
  interp(xp: E | number, fp: E | number): E {
    return this.apply("interp", [this.self(), xp, fp], {});
  }

  /** Inverse of a square matrix. A singular one, where elimination meets a pivot of exactly 0, has none. */
  inv(attributes: Attributes<"inv"> = {}): E {
    return this.apply("inv", [this.self()], attributes);
  }

  /** Log density of the reciprocal of a gamma variable with this concentration and rate scale. */
  inverse_gamma_log_prob(concentration: E | number, scale: E | number): E {
    return this.apply("inverse_gamma_log_prob", [this.self(), concentration, scale], {});
  }

  /**
   * Inverse of rfft: the real value of length n (by default 2 (m - 1) for m frequencies). The imaginary
   * parts of frequency 0, and of n / 2 for an even n, do not matter.
   */
  irfft(attributes: Attributes<"irfft"> = {}): E {
    return this.apply("irfft", [this.self()], attributes);
  }

  /** Whether it is neither infinite nor NaN. */
  isfinite(): E {
    return this.apply("isfinite", [this.self()], {});
  }

  /** Whether it is infinite. */
  isinf(): E {
    return this.apply("isinf", [this.self()], {});
  }

  /** Whether it is NaN. */
  isnan(): E {
    return this.apply("isnan", [this.self()], {});
  }

  /** Modified Bessel function of the first kind of whole order n. Past 713 it overflows; ive does not. */
  iv(attributes: Attributes<"iv">): E {
    return this.apply("iv", [this.self()], attributes);
  }

  /** exp(-|x|) times the modified Bessel function of the first kind of whole order n. */
  ive(attributes: Attributes<"ive">): E {
    return this.apply("ive", [this.self()], attributes);
  }

  /**
   * The k-th derivative of ive, exact also for large x where ive of neighbouring orders cancel.
   *
   * Up to max(20, n**2/2) each derivative is the mean of the neighbouring orders less the order itself; beyond,
   * the terms of the asymptotic expansion are differentiated one by one. Source: Olver et al., NIST Handbook of
   * Mathematical Functions (2010), 10.29 and 10.40.
   */
  ive_derivative(attributes: Attributes<"ive_derivative">): E {
    return this.apply("ive_derivative", [this.self()], attributes);
  }

  /** All derivatives of the elements of y with respect to those of x: y's shape, then x's. */
  jacobian(x: E | number, attributes: Attributes<"jacobian"> = {}): E {
    return this.apply("jacobian", [this.self(), x], attributes);
  }

  /** The Jacobian of y times a tangent t of x's shape: how y moves when x moves along t. */
  jvp(x: E | number, t: E | number): E {
    return this.apply("jvp", [this.self(), x, t], {});
  }

  /**
   * Kullback-Leibler divergence of the distribution q from p, along the last axis; the mean is over rows.
   */
  kl_divergence(q: E | number, attributes: Attributes<"kl_divergence"> = {}): E {
    return this.apply("kl_divergence", [this.self(), q], attributes);
  }

  /**
   * Kronecker product: each element of the first times the whole second, laid out in blocks. As in NumPy
   * all axes multiply, and the value with fewer axes gets further ones of length 1 in front.
   */
  kron(x2: E | number): E {
    return this.apply("kron", [this.self(), x2], {});
  }

  /** Log density of the Laplace distribution, exp(-|x - loc| / scale) / (2 scale). */
  laplace_log_prob(loc: E | number, scale: E | number): E {
    return this.apply("laplace_log_prob", [this.self(), loc, scale], {});
  }

  /**
   * (x - mean) / sqrt(variance + eps) over the features of each example, with the biased variance; times
   * scale, plus bias, which broadcast to the features. Source: Ba, Kiros and Hinton, Layer Normalization
   * (2016).
   */
  layer_norm(attributes: Attributes<"layer_norm"> & { scale?: (E | number); bias?: (E | number) } = {}): E {
    return this.apply("layer_norm", [this.self()], attributes, ["scale", "bias"]);
  }

  /** The value where it is positive, a fraction of it elsewhere. */
  leaky_relu(attributes: Attributes<"leaky_relu"> = {}): E {
    return this.apply("leaky_relu", [this.self()], attributes);
  }

  /**
   * Linear interpolation from x (weight 0) to y (weight 1), exact at both ends; beyond them it
   * extrapolates.
   */
  lerp(y: E | number, weight: E | number): E {
    return this.apply("lerp", [this.self(), y, weight], {});
  }

  /** Whether the first value is less than the second. */
  less(x2: E | number): E {
    return this.apply("less", [this.self(), x2], {});
  }

  /** Whether the first value is less than the second or equal to it. */
  less_equal(x2: E | number): E {
    return this.apply("less_equal", [this.self(), x2], {});
  }

  /** Natural logarithm; -inf at 0, NaN below. */
  log(): E {
    return this.apply("log", [this.self()], {});
  }

  /** Logarithm to base 10. */
  log10(): E {
    return this.apply("log10", [this.self()], {});
  }

  /** log(1 + x), exact also where x is near 0. */
  log1p(): E {
    return this.apply("log1p", [this.self()], {});
  }

  /** Logarithm to base 2. */
  log2(): E {
    return this.apply("log2", [this.self()], {});
  }

  /** Logarithm of ndtr, exact also far below 0 where ndtr underflows. */
  log_ndtr(): E {
    return this.apply("log_ndtr", [this.self()], {});
  }

  /** log(sigmoid(x)), exact also far below 0. */
  log_sigmoid(): E {
    return this.apply("log_sigmoid", [this.self()], {});
  }

  /** Logarithm of softmax, exact also where softmax is near 0. */
  log_softmax(attributes: Attributes<"log_softmax"> = {}): E {
    return this.apply("log_softmax", [this.self()], attributes);
  }

  /** log(exp(x1) + exp(x2)) without overflow. */
  logaddexp(x2: E | number): E {
    return this.apply("logaddexp", [this.self(), x2], {});
  }

  /** log2(2**x1 + 2**x2) without overflow. */
  logaddexp2(x2: E | number): E {
    return this.apply("logaddexp2", [this.self(), x2], {});
  }

  /** Logarithm of the determinant; NaN where that is negative, -inf where it is 0. */
  logdet(): E {
    return this.apply("logdet", [this.self()], {});
  }

  /** Whether both are true. */
  logical_and(x2: E | number): E {
    return this.apply("logical_and", [this.self(), x2], {});
  }

  /** Whether it is false. */
  logical_not(): E {
    return this.apply("logical_not", [this.self()], {});
  }

  /** Whether one or both are true. */
  logical_or(x2: E | number): E {
    return this.apply("logical_or", [this.self(), x2], {});
  }

  /** Whether exactly one is true. */
  logical_xor(x2: E | number): E {
    return this.apply("logical_xor", [this.self(), x2], {});
  }

  /** Log density of the logistic distribution, whose distribution function is sigmoid((x - loc) / scale). */
  logistic_log_prob(loc: E | number, scale: E | number): E {
    return this.apply("logistic_log_prob", [this.self(), loc, scale], {});
  }

  /** log(p / (1 - p)), the inverse of sigmoid; infinite at 0 and 1, NaN outside. */
  logit(): E {
    return this.apply("logit", [this.self()], {});
  }

  /**
   * Log density of a positive variable whose logarithm is normal with mean loc and standard deviation
   * scale.
   */
  lognormal_log_prob(loc: E | number, scale: E | number): E {
    return this.apply("lognormal_log_prob", [this.self(), loc, scale], {});
  }

  /** log(sum(exp(x))) without overflow; -inf over nothing. */
  logsumexp(attributes: Attributes<"logsumexp"> = {}): E {
    return this.apply("logsumexp", [this.self()], attributes);
  }

  /**
   * Least squares: the x of least norm among those for which the norm of a x - b is smallest. With one axis b
   * is a vector, with more its columns are right-hand sides; leading axes broadcast. The further results are
   * the sum of squares of a x - b for each right-hand side (also where it is 0, unlike in NumPy), the rank of a
   * and its singular values.
   */
  lstsq(b: E | number, attributes: Attributes<"lstsq"> = {}): E {
    return this.apply("lstsq", [this.self(), b], attributes);
  }

  /** The complex value with these real and imaginary parts. */
  make_complex(im: E | number): E {
    return this.apply("make_complex", [this.self(), im], {});
  }

  /**
   * Matrix product over the last two axes; leading axes broadcast. A vector counts as a row in front and
   * as a column behind, and that axis is dropped again.
   */
  matmul(x2: E | number): E {
    return this.apply("matmul", [this.self(), x2], {});
  }

  /** Norm of a matrix (the last two axes). */
  matrix_norm(attributes: Attributes<"matrix_norm"> = {}): E {
    return this.apply("matrix_norm", [this.self()], attributes);
  }

  /**
   * A square matrix multiplied with itself, by repeated squaring; powers of the inverse for negative n,
   * where a singular matrix is refused.
   */
  matrix_power(attributes: Attributes<"matrix_power">): E {
    return this.apply("matrix_power", [this.self()], attributes);
  }

  /** Number of singular values of a matrix that are not negligible. */
  matrix_rank(attributes: Attributes<"matrix_rank"> = {}): E {
    return this.apply("matrix_rank", [this.self()], attributes);
  }

  /** The last two axes exchanged. */
  matrix_transpose(): E {
    return this.apply("matrix_transpose", [this.self()], {});
  }

  /** Largest element over some axes, or over all of them; NaN where there is one. */
  max(attributes: Attributes<"max"> = {}): E {
    return this.apply("max", [this.self()], attributes);
  }

  /**
   * Largest element of each window; x has the axes (examples, channels, spatial…). Padding is never the
   * largest. NaN where the window holds one.
   */
  max_pool(attributes: Attributes<"max_pool">): E {
    return this.apply("max_pool", [this.self()], attributes);
  }

  /**
   * Where the largest element of each window stands: its index into the flattened spatial axes of x,
   * without padding. The first in C order where several tie, the first NaN where there is one. Integers carry
   * no derivative.
   */
  max_pool_indices(attributes: Attributes<"max_pool_indices">): E {
    return this.apply("max_pool_indices", [this.self()], attributes);
  }

  /**
   * Values put where max_pool_indices says, zeros elsewhere; those with one place add up. The transpose of
   * reading a value's elements at these places.
   */
  max_unpool(indices: E | number, attributes: Attributes<"max_unpool">): E {
    return this.apply("max_unpool", [this.self(), indices], attributes);
  }

  /** The larger of two values, element by element; NaN where one is NaN. */
  maximum(x2: E | number): E {
    return this.apply("maximum", [this.self(), x2], {});
  }

  /** Arithmetic mean over some axes, or over all of them; NaN over nothing. */
  mean(attributes: Attributes<"mean"> = {}): E {
    return this.apply("mean", [this.self()], attributes);
  }

  /** Absolute difference. */
  mean_absolute_error(targets: E | number, attributes: Attributes<"mean_absolute_error"> = {}): E {
    return this.apply("mean_absolute_error", [this.self(), targets], attributes);
  }

  /** Square of the difference. */
  mean_squared_error(targets: E | number, attributes: Attributes<"mean_squared_error"> = {}): E {
    return this.apply("mean_squared_error", [this.self(), targets], attributes);
  }

  /** The element in the middle, or the mean of the two in the middle; NaN where there is one. */
  median(attributes: Attributes<"median"> = {}): E {
    return this.apply("median", [this.self()], attributes);
  }

  /** Smallest element over some axes, or over all of them; NaN where there is one. */
  min(attributes: Attributes<"min"> = {}): E {
    return this.apply("min", [this.self()], attributes);
  }

  /** The smaller of two values, element by element; NaN where one is NaN. */
  minimum(x2: E | number): E {
    return this.apply("minimum", [this.self(), x2], {});
  }

  /** x tanh(softplus(x)). Source: Misra (2019). */
  mish(): E {
    return this.apply("mish", [this.self()], {});
  }

  /** Some axes moved to other places, the rest staying in order. */
  moveaxis(attributes: Attributes<"moveaxis">): E {
    return this.apply("moveaxis", [this.self()], attributes);
  }

  /**
   * Log probability of the counts k of the classes along the last axis, among as many draws as they add up
   * to.
   */
  multinomial_log_prob(logits: E | number): E {
    return this.apply("multinomial_log_prob", [this.self(), logits], {});
  }

  /** Product of two values, element by element. Booleans multiply as a logical and. */
  multiply(x2: E | number): E {
    return this.apply("multiply", [this.self(), x2], {});
  }

  /** As `multiply`. */
  mul(x2: E | number): E {
    return this.multiply(x2);
  }

  /** x y + z, rounded after each of the two steps. */
  multiply_add(y: E | number, z: E | number): E {
    return this.apply("multiply_add", [this.self(), y, z], {});
  }

  /** x y, and 0 where y is 0, also where x is infinite or NaN. */
  multiply_no_nan(y: E | number): E {
    return this.apply("multiply_no_nan", [this.self(), y], {});
  }

  /**
   * Log density of the multivariate normal distribution along the last axis, with mean loc and covariance
   * scale_tril scale_trilᵀ. Only the lower triangle of scale_tril is read; see cholesky.
   */
  multivariate_normal_log_prob(loc: E | number, scale_tril: E | number): E {
    return this.apply("multivariate_normal_log_prob", [this.self(), loc, scale_tril], {});
  }

  /** The value with NaN and infinities replaced by numbers. */
  nan_to_num(attributes: Attributes<"nan_to_num"> = {}): E {
    return this.apply("nan_to_num", [this.self()], attributes);
  }

  /** Distribution function of the standard normal distribution: the probability of a value up to x. */
  ndtr(): E {
    return this.apply("ndtr", [this.self()], {});
  }

  /**
   * Inverse of ndtr: the value that a standard normal variable stays below with probability p; infinite at
   * 0 and 1, NaN outside.
   */
  ndtri(): E {
    return this.apply("ndtri", [this.self()], {});
  }

  /** The value with its sign changed. */
  negative(): E {
    return this.apply("negative", [this.self()], {});
  }

  /** As `negative`. */
  neg(): E {
    return this.negative();
  }

  /**
   * Log probability of k successes before the failure number total_count (any positive number), where
   * success has these log odds. The mean is total_count exp(logits).
   */
  negative_binomial_log_prob(logits: E | number, total_count: E | number): E {
    return this.apply("negative_binomial_log_prob", [this.self(), logits, total_count], {});
  }

  /** Log density of the normal distribution with mean loc and standard deviation scale. */
  normal_log_prob(loc: E | number, scale: E | number): E {
    return this.apply("normal_log_prob", [this.self(), loc, scale], {});
  }

  /** Whether two values differ, element by element. */
  not_equal(x2: E | number): E {
    return this.apply("not_equal", [this.self(), x2], {});
  }

  /**
   * A new last axis with a one at each index and zeros elsewhere; all zeros where the index is outside
   * [0, depth). Carries no derivative.
   */
  one_hot(attributes: Attributes<"one_hot">): E {
    return this.apply("one_hot", [this.self()], attributes);
  }

  /** 1 - x**2, exact also where x is near -1 or 1. */
  one_minus_square(): E {
    return this.apply("one_minus_square", [this.self()], {});
  }

  /** Ones of the shape and dtype of a value. */
  ones_like(): E {
    return this.apply("ones_like", [this.self()], {});
  }

  /** All products of an element of one vector with one of another. */
  outer(x2: E | number): E {
    return this.apply("outer", [this.self(), x2], {});
  }

  /** The value with a margin around it. */
  pad(attributes: Attributes<"pad">): E {
    return this.apply("pad", [this.self()], attributes);
  }

  /**
   * Log density of the Pareto distribution, concentration scale**concentration / x**(concentration + 1)
   * from scale on.
   */
  pareto_log_prob(concentration: E | number, scale: E | number): E {
    return this.apply("pareto_log_prob", [this.self(), concentration, scale], {});
  }

  /** The axes in another order. */
  permute_dims(attributes: Attributes<"permute_dims"> = {}): E {
    return this.apply("permute_dims", [this.self()], attributes);
  }

  /**
   * Pseudo-inverse (Moore and Penrose) of a matrix. Derivative: Golub and Pereyra, The Differentiation of
   * Pseudo-Inverses and Nonlinear Least Squares Problems Whose Variables Separate (1973).
   */
  pinv(attributes: Attributes<"pinv"> = {}): E {
    return this.apply("pinv", [this.self()], attributes);
  }

  /** Log probability of the count k under the Poisson distribution. */
  poisson_log_prob(rate: E | number): E {
    return this.apply("poisson_log_prob", [this.self(), rate], {});
  }

  /** Negative log probability of counts under Poisson distributions with the predicted rates. */
  poisson_nll(targets: E | number, attributes: Attributes<"poisson_nll"> = {}): E {
    return this.apply("poisson_nll", [this.self(), targets], attributes);
  }

  /** The n-th derivative of digamma. */
  polygamma(attributes: Attributes<"polygamma"> = {}): E {
    return this.apply("polygamma", [this.self()], attributes);
  }

  /** The value itself (unary plus). */
  positive(): E {
    return this.apply("positive", [this.self()], {});
  }

  /**
   * The first value raised to the second. Integers stay integers while the exponent is not negative:
   * make the exponent floating (`2.0`) for negative powers.
   */
  power(x2: E | number): E {
    return this.apply("power", [this.self(), x2], {});
  }

  /** As `power`. */
  pow(x2: E | number): E {
    return this.power(x2);
  }

  /** Product over some axes, or over all of them; 1 over nothing. */
  prod(attributes: Attributes<"prod"> = {}): E {
    return this.apply("prod", [this.self()], attributes);
  }

  /**
   * Orthonormal columns q and upper triangular r with q r = x, reduced: as many columns of q as the shorter
   * side of x. The signs are LAPACK's: the diagonal of r may be negative. Derivative: Walter and Lehmann,
   * Algorithmic Differentiation of Linear Algebra Functions (2012); for wide matrices, Roberts and Roberts,
   * QR and LQ Decomposition Matrix Backpropagation Algorithms (2020).
   */
  qr(): E {
    return this.apply("qr", [this.self()], {});
  }

  /**
   * The value below which a share of the elements lies, between two elements by linear interpolation
   * (NumPy's default); NaN where there is one.
   */
  quantile(attributes: Attributes<"quantile">): E {
    return this.apply("quantile", [this.self()], attributes);
  }

  /** Radians converted to degrees. */
  rad2deg(): E {
    return this.apply("rad2deg", [this.self()], {});
  }

  /** Real part; a real value itself. */
  real(): E {
    return this.apply("real", [this.self()], {});
  }

  /** One over the value. */
  reciprocal(): E {
    return this.apply("reciprocal", [this.self()], {});
  }

  /** The value where it is positive, 0 elsewhere; NaN for NaN. */
  relu(): E {
    return this.apply("relu", [this.self()], {});
  }

  /** The value, moved into the interval from 0 to 6. */
  relu6(): E {
    return this.apply("relu6", [this.self()], {});
  }

  /** Remainder of the division, with the sign of the divisor (Python's `%`). */
  remainder(x2: E | number): E {
    return this.apply("remainder", [this.self(), x2], {});
  }

  /** As `remainder`. */
  mod(x2: E | number): E {
    return this.remainder(x2);
  }

  /** Each element repeated in its place along an axis. */
  repeat(attributes: Attributes<"repeat">): E {
    return this.apply("repeat", [this.self()], attributes);
  }

  /** The same elements in the same (C) order with another shape. */
  reshape(attributes: Attributes<"reshape">): E {
    return this.apply("reshape", [this.self()], attributes);
  }

  /**
   * Discrete Fourier transform of a real value along an axis: the n // 2 + 1 frequencies that are not
   * negative.
   */
  rfft(attributes: Attributes<"rfft"> = {}): E {
    return this.apply("rfft", [this.self()], attributes);
  }

  /**
   * x / sqrt(mean of squares + eps) over the features of each example; times scale, which broadcasts to the
   * features. Source: Zhang and Sennrich, Root Mean Square Layer Normalization (2019).
   */
  rms_norm(attributes: Attributes<"rms_norm"> & { scale?: (E | number) } = {}): E {
    return this.apply("rms_norm", [this.self()], attributes, ["scale"]);
  }

  /** The elements moved along an axis, those that leave at one end coming in at the other. */
  roll(attributes: Attributes<"roll">): E {
    return this.apply("roll", [this.self()], attributes);
  }

  /** The nearest whole number; halves go to the even one, as in NumPy. */
  round(attributes: Attributes<"round"> = {}): E {
    return this.apply("round", [this.self()], attributes);
  }

  /** One over the square root. */
  rsqrt(): E {
    return this.apply("rsqrt", [this.self()], {});
  }

  /**
   * Where each value would be inserted into an ascending sequence to keep it so. Integers carry no
   * derivative.
   */
  searchsorted(values: E | number, attributes: Attributes<"searchsorted"> = {}): E {
    return this.apply("searchsorted", [this.self(), values], attributes);
  }

  /** Hyperbolic secant, 1 / cosh(x). */
  sech(): E {
    return this.apply("sech", [this.self()], {});
  }

  /** Sums of the slices along the first axis that share a segment; 0 for a segment without any. */
  segment_sum(segment_ids: E | number, attributes: Attributes<"segment_sum">): E {
    return this.apply("segment_sum", [this.self(), segment_ids], attributes);
  }

  /**
   * elu with the scale and alpha that keep mean and variance through layers. Source: Klambauer, Unterthiner,
   * Mayr and Hochreiter (2017).
   */
  selu(): E {
    return this.apply("selu", [this.self()], {});
  }

  /** 1 / (1 + exp(-x)), without overflow. */
  sigmoid(): E {
    return this.apply("sigmoid", [this.self()], {});
  }

  /** Cross entropy of sigmoid(logits) against labels in [0, 1], without overflow. */
  sigmoid_cross_entropy(labels: E | number, attributes: Attributes<"sigmoid_cross_entropy"> = {}): E {
    return this.apply("sigmoid_cross_entropy", [this.self(), labels], attributes);
  }

  /** -1, 0 or 1 by the sign of the value; NaN for NaN. */
  sign(): E {
    return this.apply("sign", [this.self()], {});
  }

  /** x times sigmoid(x). */
  silu(): E {
    return this.apply("silu", [this.self()], {});
  }

  /** Sine. */
  sin(): E {
    return this.apply("sin", [this.self()], {});
  }

  /** sin(pi x) / (pi x), and 1 at 0, as in NumPy. */
  sinc(): E {
    return this.apply("sinc", [this.self()], {});
  }

  /**
   * The n-th derivative of sinc, exact also near 0 where the quotient's own derivatives cancel.
   *
   * With t = pi x and s[k] the k-th derivative of sin at t, t f[k] + k f[k-1] = s[k] gives the orders one
   * after the other; near 0 the power series of the integral of s**n cos(s t + n pi/2) over s from 0 to 1
   * does.
   */
  sinc_derivative(attributes: Attributes<"sinc_derivative"> = {}): E {
    return this.apply("sinc_derivative", [this.self()], attributes);
  }

  /** Hyperbolic sine. */
  sinh(): E {
    return this.apply("sinh", [this.self()], {});
  }

  /** Sign and logarithm of the absolute value of the determinant, which itself may overflow. */
  slogdet(): E {
    return this.apply("slogdet", [this.self()], {});
  }

  /** exp(x) divided by its sum along an axis, without overflow. */
  softmax(attributes: Attributes<"softmax"> = {}): E {
    return this.apply("softmax", [this.self()], attributes);
  }

  /**
   * Cross entropy of softmax(logits) against labels: integers (one axis fewer than the logits), or
   * distributions over the last axis. The mean is over rows.
   */
  softmax_cross_entropy(labels: E | number, attributes: Attributes<"softmax_cross_entropy"> = {}): E {
    return this.apply("softmax_cross_entropy", [this.self(), labels], attributes);
  }

  /** log(1 + exp(x)), exact for large values of either sign. */
  softplus(): E {
    return this.apply("softplus", [this.self()], {});
  }

  /** x / (1 + |x|); -1 and 1 at the infinities. */
  softsign(): E {
    return this.apply("softsign", [this.self()], {});
  }

  /**
   * Solution x of the linear equations a x = b, for a square matrix a. With one axis b is a vector, with
   * more its columns are right-hand sides; leading axes broadcast. A singular matrix, where elimination meets
   * a pivot of exactly 0, has no solution.
   */
  solve(b: E | number, attributes: Attributes<"solve"> = {}): E {
    return this.apply("solve", [this.self(), b], attributes);
  }

  /**
   * Solution x of a x = b for a triangular matrix, of which the other triangle is not read. With one axis b
   * is a vector, with more its columns are right-hand sides; leading axes broadcast. A matrix with a 0 on its
   * diagonal is singular.
   */
  solve_triangular(b: E | number, attributes: Attributes<"solve_triangular"> = {}): E {
    return this.apply("solve_triangular", [this.self(), b], attributes);
  }

  /** The elements in order along an axis; NaN comes last, or first if descending. */
  sort(attributes: Attributes<"sort"> = {}): E {
    return this.apply("sort", [this.self()], attributes);
  }

  /** A value cut into parts along an axis; the results are the parts, `name:0`, `name:1` and so on. */
  split(attributes: Attributes<"split">): E {
    return this.apply("split", [this.self()], attributes);
  }

  /** Square root; NaN for negative values. */
  sqrt(): E {
    return this.apply("sqrt", [this.self()], {});
  }

  /** The value times itself. */
  square(): E {
    return this.apply("square", [this.self()], {});
  }

  /** Square of the difference, (x1 - x2)**2. */
  squared_difference(x2: E | number): E {
    return this.apply("squared_difference", [this.self(), x2], {});
  }

  /** Axes of length 1 removed. */
  squeeze(attributes: Attributes<"squeeze"> = {}): E {
    return this.apply("squeeze", [this.self()], attributes);
  }

  /** Standard deviation, the square root of the variance, also where that over- or underflows. */
  std(attributes: Attributes<"std"> = {}): E {
    return this.apply("std", [this.self()], attributes);
  }

  /** The value as a constant, as far as derivatives are concerned. */
  stop_gradient(): E {
    return this.apply("stop_gradient", [this.self()], {});
  }

  /**
   * Log density of Student's t distribution with df degrees of freedom, moved by loc and stretched by
   * scale.
   */
  student_t_log_prob(df: E | number, loc: E | number, scale: E | number): E {
    return this.apply("student_t_log_prob", [this.self(), df, loc, scale], {});
  }

  /** Difference of two values, element by element. */
  subtract(x2: E | number): E {
    return this.apply("subtract", [this.self(), x2], {});
  }

  /** As `subtract`. */
  sub(x2: E | number): E {
    return this.subtract(x2);
  }

  /** Sum over some axes, or over all of them. Booleans and small integers add up as int64. */
  sum(attributes: Attributes<"sum"> = {}): E {
    return this.apply("sum", [this.self()], attributes);
  }

  /**
   * Singular value decomposition u diag(s) vh, reduced: as many singular values, in descending order, as the
   * shorter side of x has elements. The signs of the vectors are LAPACK's. Derivative: Giles, Collected Matrix
   * Derivative Results (2008); Seeger et al., Auto-Differentiating Linear Algebra (2017).
   */
  svd(): E {
    return this.apply("svd", [this.self()], {});
  }

  /** Singular values of a matrix in descending order, as many as its shorter side has elements. */
  svdvals(): E {
    return this.apply("svdvals", [this.self()], {});
  }

  /** The slices of a value at some indices of an axis; negative ones count from the end. */
  take(indices: E | number, attributes: Attributes<"take"> = {}): E {
    return this.apply("take", [this.self(), indices], attributes);
  }

  /** The elements at an index of their own for each place, along an axis. */
  take_along_axis(indices: E | number, attributes: Attributes<"take_along_axis"> = {}): E {
    return this.apply("take_along_axis", [this.self(), indices], attributes);
  }

  /** Tangent. */
  tan(): E {
    return this.apply("tan", [this.self()], {});
  }

  /** Hyperbolic tangent. */
  tanh(): E {
    return this.apply("tanh", [this.self()], {});
  }

  /** Product of two values summed over pairs of axes; the others follow in order. */
  tensordot(x2: E | number, attributes: Attributes<"tensordot"> = {}): E {
    return this.apply("tensordot", [this.self(), x2], attributes);
  }

  /** The value repeated whole along its axes. */
  tile(attributes: Attributes<"tile">): E {
    return this.apply("tile", [this.self()], attributes);
  }

  /** The k largest elements along an axis, the largest first, and their indices. */
  top_k(attributes: Attributes<"top_k">): E {
    return this.apply("top_k", [this.self()], attributes);
  }

  /** Sum of a diagonal of a matrix (the last two axes). */
  trace(attributes: Attributes<"trace"> = {}): E {
    return this.apply("trace", [this.self()], attributes);
  }

  /** The lower triangle of a matrix (the last two axes), zeros elsewhere. */
  tril(attributes: Attributes<"tril"> = {}): E {
    return this.apply("tril", [this.self()], attributes);
  }

  /** The upper triangle of a matrix (the last two axes), zeros elsewhere. */
  triu(attributes: Attributes<"triu"> = {}): E {
    return this.apply("triu", [this.self()], attributes);
  }

  /** The value without its fraction: rounded towards 0. Integers stay as they are. */
  trunc(): E {
    return this.apply("trunc", [this.self()], {});
  }

  /**
   * Log density of a normal variable with mean loc and standard deviation scale before it was confined to
   * the interval from low to high; either bound may be infinite.
   */
  truncated_normal_log_prob(loc: E | number, scale: E | number, low: E | number, high: E | number): E {
    return this.apply("truncated_normal_log_prob", [this.self(), loc, scale, low, high], {});
  }

  /**
   * Log density of the uniform distribution from low to high, both bounds included. It does not change with
   * x, whose gradient is 0.
   */
  uniform_log_prob(low: E | number, high: E | number): E {
    return this.apply("uniform_log_prob", [this.self(), low, high], {});
  }

  /** The slices of a value along an axis, which the results do not have any more. */
  unstack(attributes: Attributes<"unstack"> = {}): E {
    return this.apply("unstack", [this.self()], attributes);
  }

  /**
   * Variance: the mean square of the distance from the mean, in two passes so that nothing cancels. Of complex
   * values the distance is the modulus.
   */
  var(attributes: Attributes<"var"> = {}): E {
    return this.apply("var", [this.self()], attributes);
  }

  /** Product of vectors along the last axis, summed; the other axes broadcast. */
  vecdot(x2: E | number): E {
    return this.apply("vecdot", [this.self(), x2], {});
  }

  /**
   * Norm of the elements over some axes, or over all of them. Neither overflows nor underflows on the
   * way where the norm itself does not.
   */
  vector_norm(attributes: Attributes<"vector_norm"> = {}): E {
    return this.apply("vector_norm", [this.self()], attributes);
  }

  /** A cotangent g of y's shape times the Jacobian of y: the gradient of sum(g * y), with g held fixed. */
  vjp(x: E | number, g: E | number): E {
    return this.apply("vjp", [this.self(), x, g], {});
  }

  /** Log density of the von Mises distribution of angles in radians, with mode loc. */
  von_mises_log_prob(loc: E | number, concentration: E | number): E {
    return this.apply("von_mises_log_prob", [this.self(), loc, concentration], {});
  }

  /** Log density of the Weibull distribution, under which (x / scale)**concentration is exponential. */
  weibull_log_prob(concentration: E | number, scale: E | number): E {
    return this.apply("weibull_log_prob", [this.self(), concentration, scale], {});
  }

  /** x where the condition is true, y elsewhere. */
  where(x: E | number, y: E | number): E {
    return this.apply("where", [this.self(), x, y], {});
  }

  /** x log(1 + y), and 0 where x is 0. */
  xlog1py(y: E | number): E {
    return this.apply("xlog1py", [this.self(), y], {});
  }

  /** x log(y), and 0 where x is 0. */
  xlogy(y: E | number): E {
    return this.apply("xlogy", [this.self(), y], {});
  }

  /** Zeros of the shape and dtype of a value. */
  zeros_like(): E {
    return this.apply("zeros_like", [this.self()], {});
  }
}
