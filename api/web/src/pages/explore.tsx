import { mount } from "../parts/island";
import { texts } from "../texts";

mount(<p class="waiting">{texts.waiting.loading}</p>);
