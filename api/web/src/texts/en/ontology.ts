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

/** Relations as verbs; others are said by their names. */
export const relations: Record<string, string> = {
  memberOf: "is a member of",
  partnerOf: "is a partner of",
  participatesIn: "takes part in",
  partyTo: "is a party to",
  ledBy: "is led by",
  chairedBy: "is chaired by",
  foundedBy: "was founded by",
  supportedBy: "is supported by",
  partOf: "is part of",
  locatedIn: "is located in",
  underAgreement: "is under the agreement",
  worksFor: "works for",
};

/** The same, read from the other end. */
export const inverses: Record<string, string> = {
  memberOf: "has the member",
  partnerOf: "is a partner of",
  participatesIn: "has the participant",
  partyTo: "has the party",
  ledBy: "leads",
  chairedBy: "chairs",
  foundedBy: "founded",
  supportedBy: "supports",
  partOf: "has the part",
  locatedIn: "is the place of",
  underAgreement: "governs",
  worksFor: "employs",
};
