"""More than one answer to a question: subscriptions, mutations, documents known before."""
