package dev.sluice.telemetry;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Objects;
import java.util.function.Supplier;

/** What the process and its virtual machine take of the machine. */
final class ProcessMeters {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private ProcessMeters() {}

    static void bind(MeterRegistry registry) {
        build(registry);
        memory(registry);
        collectors(registry);
        system(registry);
        gauge("jvm.threads", ManagementFactory.getThreadMXBean()::getThreadCount)
                .description("Platform threads that live")
                .register(registry);
    }

    private static void build(MeterRegistry registry) {
        String version = ProcessMeters.class.getPackage().getImplementationVersion();
        gauge("sluice.build.info", () -> 1)
                .description("Always 1; the labels tell what runs")
                .tag("version", Objects.requireNonNullElse(version, "none"))
                .tag("java", System.getProperty("java.version"))
                .register(registry);
    }

    private static void memory(MeterRegistry registry) {
        var memory = ManagementFactory.getMemoryMXBean();
        area(registry, "heap", memory::getHeapMemoryUsage);
        area(registry, "nonheap", memory::getNonHeapMemoryUsage);
        gauge("jvm.memory.max", () -> memory.getHeapMemoryUsage().getMax())
                .description("How large the area may become")
                .baseUnit("bytes")
                .tag("area", "heap")
                .register(registry);
    }

    private static void area(MeterRegistry registry, String area, Supplier<MemoryUsage> usage) {
        gauge("jvm.memory.used", () -> usage.get().getUsed())
                .description("Memory in use, what nobody needs any more included")
                .baseUnit("bytes")
                .tag("area", area)
                .register(registry);
        gauge("jvm.memory.committed", () -> usage.get().getCommitted())
                .description("Memory the system has given")
                .baseUnit("bytes")
                .tag("area", area)
                .register(registry);
    }

    private static void collectors(MeterRegistry registry) {
        for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
            FunctionCounter.builder("jvm.gc", gc, each -> each.getCollectionTime() / MILLIS)
                    .description("Time spent collecting garbage")
                    .baseUnit("seconds")
                    .tag("gc", gc.getName())
                    .register(registry);
            FunctionCounter.builder(
                            "jvm.gc.collections", gc, GarbageCollectorMXBean::getCollectionCount)
                    .description("How often garbage was collected")
                    .tag("gc", gc.getName())
                    .register(registry);
        }
    }

    private static void system(MeterRegistry registry) {
        gauge(
                        "process.start.time",
                        () -> ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS)
                .description("When the process began, since the epoch")
                .baseUnit("seconds")
                .register(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os) {
            FunctionCounter.builder("process.cpu", os, each -> each.getProcessCpuTime() / NANOS)
                    .description("CPU time of the process")
                    .baseUnit("seconds")
                    .register(registry);
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            gauge("process.open.fds", os::getOpenFileDescriptorCount)
                    .description("Open files and sockets")
                    .register(registry);
            gauge("process.max.fds", os::getMaxFileDescriptorCount)
                    .description("How many may be open")
                    .register(registry);
        }
    }

    private static Gauge.Builder<Supplier<Number>> gauge(String name, Supplier<Number> value) {
        return Gauge.builder(name, value);
    }
}
