import "../ask/ask.css";
import { askInPlace } from "../ask/asking";

const form = document.querySelector<HTMLFormElement>("#question");
const answer = document.getElementById("answer");
if (form && answer) askInPlace(form, answer);
