import { mount } from "../parts/island";
import { NameSearch } from "../parts/NameSearch";

const place = document.getElementById("search-field");
const field = place?.querySelector("input");
const label = place?.querySelector("label")?.textContent ?? "";
if (field) {
  const { placeholder, value } = field;
  const hadFocus = document.activeElement === field;
  mount(<NameSearch label={label} placeholder={placeholder} value={value} />, "search-field");
  if (hadFocus) document.getElementById("q")?.focus();
}
