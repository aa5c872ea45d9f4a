import "../sparql/sparql.css";
import { mount } from "../parts/island";
import { setKnown } from "../sparql/editor/prefixes";
import { begin } from "../sparql/kept";
import { Workbench } from "../sparql/Workbench";

const island = document.getElementById("island");
setKnown(island?.dataset.prefixes);
// What was typed before the scripts came is kept.
begin(island?.querySelector("textarea")?.value.trim() ?? "");
mount(<Workbench />);
