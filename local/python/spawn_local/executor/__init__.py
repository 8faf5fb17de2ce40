"""Runs Lambda functions in Java as processes of this machine, under AWS's own runtime interface client."""
