package swaptest.absent;

/** Nobody exports this. */
public interface Absent {}
