"""The GraphQL door: static types over one generation, IRIs as ids, claims on every edge."""
