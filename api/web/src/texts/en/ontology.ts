/** What kinds and relations are called: one, many, and as a verb. */

export const kinds: Record<string, { one: string; many: string }> = {
  City: { one: "city", many: "cities" },
  Country: { one: "country", many: "countries" },
  Region: { one: "region", many: "regions" },
  Network: { one: "network", many: "networks" },
  Organization: { one: "organisation", many: "organisations" },
  Programme: { one: "programme", many: "programmes" },
  Project: { one: "project", many: "projects" },
  Agreement: { one: "agreement", many: "agreements" },
  Event: { one: "event", many: "events" },
  Person: { one: "person", many: "people" },
  Document: { one: "document", many: "documents" },
};

/** Relations whose words are not simply those of their names. */
export const relations: Record<string, string> = {
  memberOf: "is a member of",
  partnerOf: "is a partner of",
};
