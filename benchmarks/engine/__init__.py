"""The engine beside libraries of its kind: loss and all gradients, arrays in and arrays out."""
