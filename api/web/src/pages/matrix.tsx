import "../views/views.css";
import "../matrix/matrix.css";
import { MatrixPage } from "../matrix/MatrixPage";
import { mount } from "../parts/island";

mount(<MatrixPage />);
