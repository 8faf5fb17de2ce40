"""The embedded cloud of spawn: LocalStack without an account and without Docker (see local/README.md)."""
