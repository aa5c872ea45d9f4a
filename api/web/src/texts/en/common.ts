/** What several pages say. */

export const common = {
  doors: {
    unreachable: "The server does not answer; look whether it runs, and try again.",
    status: (status: number) => `The server answered with status ${status}.`,
  },
  shell: {
    theme: "Colours",
    themes: { system: "auto", light: "light", dark: "dark" },
    menu: "Menu",
    find: "Find",
    findHint: "a city, network, organisation …",
    findNone: "nothing has that name",
    findWords: "nothing has that name; Enter looks in the sentences",
  },
  token: {
    button: "Token",
    held: "Token given",
    title: "The token of this server",
    why: "Whoever keeps the server has it as HANSA_TOKEN. It is needed to change something, stays in this tab, and is forgotten with it.",
    label: "Token",
    use: "Use it",
    wrong: "This is not the token of the server.",
    forget: "Forget it",
    close: "Close",
  },
  table: {
    rows: (count: string, one: boolean) => (one ? "1 row" : `${count} rows`),
    page: (from: string, to: string, of: string) => `${from} to ${to} of ${of}`,
    before: "before",
    after: "after",
    ascending: "sorted, smallest first",
    descending: "sorted, largest first",
    empty: "nothing to show",
  },
  saving: {
    title: "Save as",
    csv: "CSV",
    svg: "SVG",
    png: "PNG",
    link: "Copy address",
    copied: "copied",
    notCopied: "The browser does not let pages copy; copy it from the bar of addresses.",
  },
  waiting: {
    loading: "Loading …",
    seconds: (seconds: string) => `${seconds} s`,
    stop: "Stop",
    stopped: "Stopped.",
    again: "Try again",
  },
};
