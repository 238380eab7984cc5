package fairlead.odbc;

import fairlead.odbc.wire.FrameReader;
import java.io.IOException;

/** What a driver says of itself. */
record Product(String name, String version, String driver, String driverVersion) {
    static Product read(FrameReader in) throws IOException {
        return new Product(in.getText(), in.getText(), in.getText(), in.getText());
    }
}
