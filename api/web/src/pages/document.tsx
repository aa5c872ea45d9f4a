import "../document/document.css";
import { mountCopyAs } from "../copying/mounting";
import { joinTextAndFacts } from "../document/reading";

mountCopyAs();
const text = document.querySelector<HTMLElement>(".reader-text");
const facts = document.querySelector<HTMLElement>(".reader-facts");
if (text && facts) joinTextAndFacts(text, facts);
