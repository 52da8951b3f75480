"""The only package that knows transformers, adapters and SPECTER2."""
