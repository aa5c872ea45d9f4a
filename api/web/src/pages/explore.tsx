import "../explore/explore.css";
import { Explore } from "../explore/Explore";
import { mount } from "../parts/island";

mount(<Explore />);
