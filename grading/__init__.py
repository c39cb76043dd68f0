"""The engine: runs checks against untrusted code. It knows nothing about convolution."""
