"""The account pages of the public site: forms around the services, nothing else."""
