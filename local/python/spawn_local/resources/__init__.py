"""CloudFormation resource providers for what LocalStack would only pretend to create."""
