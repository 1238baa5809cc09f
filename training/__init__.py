"""The recipe of the starter encoder: one module a stage, run by ``python -m training``."""
