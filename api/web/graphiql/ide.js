// GraphiQL on this page: examples and the keeper's token in its sidebar, requests to this address.
(() => {
  "use strict";

  const { createElement: h, useEffect, useRef, useState } = React;
  const { useEditorContext } = GraphiQL.React;

  // The examples stand in the page for readers without scripts; here they are read from it.
  const examples = [...document.querySelectorAll("[data-example]")].map((each) => ({
    title: each.querySelector("h3").textContent,
    summary: each.querySelector("p").textContent,
    query: (each.querySelector("textarea")?.value ?? each.querySelector("pre").textContent).trim(),
  }));

  // What the page says where only trusted documents are answered.
  const strict = document.querySelector("#strict")?.textContent;

  // What was given on another page of this tab holds here; what is given here is kept nowhere else.
  let token = kept();

  function kept() {
    try {
      return sessionStorage.getItem("hansa-token") ?? "";
    } catch {
      return "";
    }
  }

  // The document that the address asks for, as GraphiQL's own pages read it.
  const wanted = new URLSearchParams(location.search);

  /** The address of this door, of the generation that the page is about. */
  function door() {
    const generation = wanted.get("generation");
    return location.pathname + (generation ? `?generation=${encodeURIComponent(generation)}` : "");
  }

  /** The operations of a document; none of what is no document. */
  function operationsOf(query) {
    try {
      return GraphiQL.GraphQL.parse(query).definitions.filter((each) => each.operation);
    } catch {
      return [];
    }
  }

  function asked(params, headers, kind, accept) {
    const sent = new Headers(headers ?? {});
    sent.set("Content-Type", "application/json");
    sent.set("Accept", accept);
    // Reading needs no token, so it is not sent where it has nothing to do.
    if (kind === "mutation" && token && !sent.has("Authorization")) {
      sent.set("Authorization", `Bearer ${token}`);
    }
    return { method: "POST", headers: sent, body: JSON.stringify(params) };
  }

  /** What GraphiQL calls for each operation; the address is the page's own, behind any prefix. */
  function fetcher(params, options) {
    const operations = operationsOf(params.query);
    const named = operations.find((each) => each.name?.value === params.operationName);
    const kind = (named ?? operations[0])?.operation ?? "query";
    // GraphiQL learns of another name a little after it is typed.
    const sent = { ...params, operationName: named ? params.operationName : undefined };
    if (params.operationName === "IntrospectionQuery") return introspected();
    const address = door();
    if (kind === "subscription") return stream(address, sent, options);
    const accept = "application/graphql-response+json, application/json";
    return fetch(address, asked(sent, options?.headers, kind, accept)).then(read);
  }

  /** The schema, made of its text, which browsers keep and servers of trusted documents send too. */
  async function introspected() {
    const response = await fetch(`${location.pathname}/schema.graphql`);
    if (!response.ok) return read(response);
    const { buildSchema, introspectionFromSchema } = GraphiQL.GraphQL;
    return { data: introspectionFromSchema(buildSchema(await response.text())) };
  }

  async function read(response) {
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(`${response.status} ${response.statusText}: ${text.slice(0, 500)}`);
    }
  }

  /** A subscription by server-sent events, which stops when its reader leaves. */
  function stream(address, params, options) {
    return {
      subscribe(observer) {
        const controller = new AbortController();
        const request = asked(params, options?.headers, "subscription", "text/event-stream");
        fetch(address, { ...request, signal: controller.signal })
          .then((response) => follow(response, observer))
          .catch((error) => controller.signal.aborted || observer.error(error));
        return { unsubscribe: () => controller.abort() };
      },
    };
  }

  async function follow(response, observer) {
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
      observer.next(await read(response));
      observer.complete();
      return;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let waiting = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const events = (waiting + value).replaceAll("\r\n", "\n").split("\n\n");
      waiting = events.pop();
      for (const event of events) {
        const lines = event.split("\n");
        const kind = lines.find((each) => each.startsWith("event:"))?.slice(6).trim();
        const data = lines.filter((each) => each.startsWith("data:")).map((each) => each.slice(5));
        if (kind === "next") observer.next(JSON.parse(data.join("\n")));
      }
    }
    observer.complete();
  }

  /** The pane of examples: each opens in the tab that is empty, or in a new one. */
  function Examples() {
    const { queryEditor, variableEditor, addTab } = useEditorContext({ nonNull: true });
    const [wanted, setWanted] = useState(null);
    const open = useRef(null);
    open.current = (example) => {
      queryEditor?.setValue(example.query);
      variableEditor?.setValue("");
      queryEditor?.focus();
    };
    // After a new tab has come, in the editors that now show it.
    useEffect(() => {
      if (wanted) open.current(wanted);
    }, [wanted]);
    const choose = (example) => {
      if (queryEditor && queryEditor.getValue().trim() !== "") addTab();
      setWanted({ ...example });
    };
    return h(
      "section",
      { "aria-label": "Examples", className: "hansa-pane" },
      h("h2", { className: "hansa-title" }, "Examples"),
      strict && h("p", null, strict),
      h(
        "ul",
        null,
        examples.map((each) =>
          h(
            "li",
            { key: each.title },
            h("button", { type: "button", onClick: () => choose(each) }, each.title),
            h("p", null, each.summary),
          ),
        ),
      ),
    );
  }

  /** The pane of the token. */
  function Token() {
    const [text, setText] = useState(token);
    const write = (event) => {
      token = event.target.value.trim();
      setText(event.target.value);
    };
    return h(
      "section",
      { "aria-label": "Token", className: "hansa-pane" },
      h("h2", { className: "hansa-title" }, "Token"),
      h(
        "form",
        { onSubmit: (event) => event.preventDefault() },
        h("label", { htmlFor: "hansa-token" }, "The token of this server"),
        h("input", {
          id: "hansa-token",
          type: "password",
          value: text,
          onChange: write,
          autoComplete: "off",
          spellCheck: false,
          "aria-describedby": "hansa-token-help",
        }),
      ),
      h(
        "p",
        { id: "hansa-token-help" },
        "Mutations need it, and are sent with it (Authorization: Bearer); queries are sent ",
        "without. This page keeps it in memory only, until it is closed or loaded again.",
      ),
    );
  }

  /** The title of the page, in place of GraphiQL's; it goes on naming what GraphiQL leaves unnamed. */
  function Title() {
    const { queryEditor, variableEditor, headerEditor, responseEditor } = useEditorContext({
      nonNull: true,
    });
    useEffect(() => {
      const names = new Map([
        [queryEditor, "Query"],
        [variableEditor, "Variables"],
        [headerEditor, "Headers"],
        [responseEditor, "Answer"],
      ]);
      for (const [editor, name] of names) {
        editor?.getInputField().setAttribute("aria-label", name);
        if (editor) editor.getScrollerElement().tabIndex = 0; // so that keys can scroll it
        editor?.addKeyMap({ Tab: false, "Shift-Tab": false }); // so that keys lead out of it
      }
    }, [queryEditor, variableEditor, headerEditor, responseEditor]);
    useEffect(() => {
      const place = document.getElementById("ide");
      const observer = new MutationObserver(() => mend(place));
      mend(place);
      const attributeFilter = ["role", "aria-selected", "aria-label"];
      observer.observe(place, { subtree: true, childList: true, attributes: true, attributeFilter });
      return () => observer.disconnect();
    }, []);
    return h("h1", null, "GraphQL");
  }

  /** A tab of GraphiQL holds two buttons, which no tab may: they become a list of buttons. What the
   * history holds is named by its words, and not each "Set active". */
  function mend(place) {
    for (const tab of place.querySelectorAll("li[role=tab]")) {
      const button = tab.querySelector(".graphiql-tab-button");
      button.removeAttribute("aria-current");
      if (tab.getAttribute("aria-selected") === "true") button.setAttribute("aria-current", "true");
      tab.removeAttribute("role");
      tab.removeAttribute("aria-selected");
    }
    place.querySelector("ul[role=tablist]")?.removeAttribute("role");
    for (const each of place.querySelectorAll(".graphiql-history-item-label[aria-label]")) {
      each.removeAttribute("aria-label");
    }
  }

  const icon = (path) => () =>
    h(
      "svg",
      { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 1.5, height: "1em" },
      h("path", { d: path, strokeLinecap: "round", strokeLinejoin: "round" }),
    );
  const plugins = [
    { title: "Examples", icon: icon("M4 5h16M4 10h16M4 15h10M4 20h6"), content: Examples },
    {
      title: "Token",
      icon: icon("M14 10a4 4 0 1 0-4 4l1-1h2v-2h2l1-1M13 13l7 7v-3l-5-5"),
      content: Token,
    },
  ];

  const place = document.getElementById("ide");
  const storage = GraphiQL.createLocalStorage({ namespace: `hansa:${location.pathname}` });
  const root = ReactDOM.createRoot(place);
  const given = {
    query: wanted.get("query") ?? undefined,
    variables: wanted.get("variables") ?? undefined,
    operationName: wanted.get("operationName") ?? undefined,
  };

  /** Draws the page in the colours that its reader chose in the header. */
  function draw() {
    root.render(
      h(
        GraphiQL,
        {
          ...given,
          fetcher,
          plugins,
          forcedTheme: document.documentElement.dataset.theme ?? "system",
          defaultTabs: examples.map(({ query }) => ({ query })),
          defaultQuery: "",
          inputValueDeprecation: true,
          schemaDescription: true,
          isHeadersEditorEnabled: true,
          shouldPersistHeaders: false,
          showPersistHeadersSettings: false,
          // Of its own, where several servers share one host under prefixes.
          storage,
        },
        h(GraphiQL.Logo, null, h(Title)),
      ),
    );
  }
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  draw();
  place.hidden = false;
  document.documentElement.classList.add("with-ide");
  document.getElementById("plain").hidden = true;
})();
