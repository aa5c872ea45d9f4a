/** The words of SPARQL 1.1 that an editor offers, by where they may stand. */

export const PATTERNS = [
  "OPTIONAL",
  "FILTER",
  "BIND",
  "VALUES",
  "MINUS",
  "UNION",
  "GRAPH",
] as const;

export const CLAUSES = [
  ...[
    "SELECT",
    "DISTINCT",
    "REDUCED",
    "ASK",
    "CONSTRUCT",
    "DESCRIBE",
    "WHERE",
    "FROM",
    "FROM NAMED",
  ],
  ...["GROUP BY", "ORDER BY", "HAVING", "LIMIT", "OFFSET", "ASC", "DESC", "AS", "PREFIX", "BASE"],
] as const;

export const FUNCTIONS = [
  ...["COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "STR", "LANG", "LANGMATCHES"],
  ...["DATATYPE", "BOUND", "IRI", "BNODE", "RAND", "ABS", "CEIL", "FLOOR", "ROUND", "CONCAT"],
  ...["STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS"],
  ...["STRBEFORE", "STRAFTER", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS", "TIMEZONE"],
  ...["NOW", "UUID", "STRUUID", "MD5", "SHA1", "SHA256", "COALESCE", "IF", "STRLANG", "STRDT"],
  ...["SAMETERM", "ISIRI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "REGEX", "SUBSTR", "REPLACE"],
  ...["EXISTS", "NOT EXISTS", "IN", "NOT IN", "TRUE", "FALSE"],
] as const;
