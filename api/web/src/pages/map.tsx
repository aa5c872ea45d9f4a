import "../views/views.css";
import "../views/marks.css";
import "../map/map.css";
import { MapPage } from "../map/MapPage";
import { mount } from "../parts/island";

mount(<MapPage />);
