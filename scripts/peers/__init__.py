"""Rally beside its peers: servers, one load client for all, and the search for what each holds."""
