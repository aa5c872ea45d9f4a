import { mount } from "../parts/island";
import { Review } from "../review/Review";

mount(<Review />);
