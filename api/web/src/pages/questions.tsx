import { Finder } from "../ask/Finder";
import { mount } from "../parts/island";

mount(<Finder />, "finder");
