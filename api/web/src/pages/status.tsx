import "../status/status.css";
import { mount } from "../parts/island";
import { GoingOn } from "../status/GoingOn";
import { Growth } from "../status/Growth";

mount(<GoingOn />);
mount(<Growth />, "growth");
