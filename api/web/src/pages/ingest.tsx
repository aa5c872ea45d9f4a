import { IngestPage } from "../ingest/IngestPage";
import { mount } from "../parts/island";

mount(<IngestPage />);
