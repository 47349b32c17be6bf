package dev.etagere.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** CPU time of this process. */
final class CpuTime {

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final OperatingSystemMXBean PROCESS = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private CpuTime() {
    }

    /**
     * Nanoseconds so far. On Linux of all threads but the compilers', as exactly as the scheduler knows it; elsewhere as the system tells
     * it, which may be in steps of 10 ms, compilers included.
     */
    static long ofThisProcess() {
        if (!Files.isReadable(TASKS.resolve(ProcessHandle.current().pid() + "/schedstat"))) {
            return PROCESS.getProcessCpuTime();
        }
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(TASKS)) {
            for (Path thread : threads) {
                sum += ofThread(thread);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    private static long ofThread(Path thread) throws IOException {
        try {
            String name = Files.readString(thread.resolve("comm"));
            if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
                return 0;
            }
            String told = Files.readString(thread.resolve("schedstat"));
            return Long.parseLong(told.substring(0, told.indexOf(' ')));
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }
}
