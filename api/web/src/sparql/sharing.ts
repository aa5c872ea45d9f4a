/** A query as others can use it: an address, a command, a few lines of a program. */

/** How a program asks for an answer. */
export interface Request {
  readonly endpoint: string;
  readonly query: string;
  readonly accept: string;
}

/** A command for a shell (POSIX). */
export function curl({ endpoint, query, accept }: Request): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  return [
    `curl -s ${quoted(endpoint)}`,
    `  -H ${quoted(`Accept: ${accept}`)}`,
    `  --data-urlencode ${quoted(`query=${query}`)}`,
  ].join(" \\\n");
}

/** A program in Python, with httpx. */
export function python({ endpoint, query, accept }: Request): string {
  return `import httpx

QUERY = ${pythonText(query)}

answer = httpx.post(
    ${JSON.stringify(endpoint)},
    data={"query": QUERY},
    headers={"Accept": ${JSON.stringify(accept)}},
    timeout=60,
)
answer.raise_for_status()
print(answer.${accept.endsWith("json") ? "json()" : "text"})
`;
}

/** A string of Python over several lines. */
function pythonText(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"');
  return `"""\n${escaped.replace(/"$/, '\\"')}\n"""`;
}

/** A program in JavaScript. */
export function javascript({ endpoint, query, accept }: Request): string {
  const escaped = query.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${");
  return `const query = \`${escaped}\`;

const answer = await fetch(${JSON.stringify(endpoint)}, {
  method: "POST",
  headers: { Accept: ${JSON.stringify(accept)} },
  body: new URLSearchParams({ query }),
});
if (!answer.ok) throw new Error(await answer.text());
console.log(await answer.${accept.endsWith("json") ? "json" : "text"}());
`;
}
