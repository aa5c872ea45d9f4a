import { mountCopyAs } from "../copying/mounting";
import { Filter } from "../entity/Filter";
import { readGroups } from "../entity/facts";
import { mount } from "../parts/island";

mountCopyAs();
const groups = readGroups(document);
const { shown, total } = document.getElementById("filter")?.dataset ?? {};
mount(<Filter groups={groups} here={Number(shown)} all={Number(total)} />, "filter");
