import "../sparql/sparql.css";
import { mount } from "../parts/island";
import { setKnown } from "../sparql/editor/prefixes";
import { begin } from "../sparql/kept";
import { Workbench } from "../sparql/Workbench";

const island = document.getElementById("island");
setKnown(island?.dataset.prefixes);
begin(island?.querySelector("textarea") ?? null);
mount(<Workbench />);
