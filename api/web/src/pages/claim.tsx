import { mountCopyAs } from "../copying/mounting";

mountCopyAs();
