"""Bad input and bad luck on the real store: a clear sentence each time, nothing lost, nothing done twice."""
