import "../views/views.css";
import "../views/marks.css";
import "../timeline/timeline.css";
import { mount } from "../parts/island";
import { TimelinePage } from "../timeline/TimelinePage";

mount(<TimelinePage />);
