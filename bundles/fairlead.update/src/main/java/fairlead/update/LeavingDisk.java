package fairlead.update;

import fairlead.launcher.release.Disk;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;

/** A disk of which nothing more is read once its reader is to go: the next read fails. */
final class LeavingDisk {
    private LeavingDisk() {}

    static Disk of(Disk disk, BooleanSupplier leaves) {
        return (Disk)
                Proxy.newProxyInstance(
                        LeavingDisk.class.getClassLoader(),
                        new Class<?>[] {Disk.class},
                        (proxy, method, arguments) -> {
                            try {
                                Object answer = method.invoke(disk, arguments);
                                return answer instanceof InputStream in
                                        ? new Reading(in, leaves)
                                        : answer;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static final class Reading extends FilterInputStream {
        private final BooleanSupplier leaves;

        Reading(InputStream in, BooleanSupplier leaves) {
            super(in);
            this.leaves = leaves;
        }

        private void check() throws IOException {
            if (leaves.getAsBoolean()) {
                throw new IOException("whoever reads it is to go");
            }
        }

        @Override
        public int read() throws IOException {
            check();
            return super.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            check();
            return super.read(buffer, offset, length);
        }
    }
}
