package dev.descent.train;

/** Two observers, each of which looks at the steps it wants only. */
final class Both implements Observer {
    private final Observer one;
    private final Observer other;
    private boolean oneLooks;
    private boolean otherLooks;

    Both(Observer one, Observer other) {
        this.one = one;
        this.other = other;
    }

    @Override
    public boolean observes(long step) {
        oneLooks = one.observes(step);
        otherLooks = other.observes(step);
        return oneLooks || otherLooks;
    }

    @Override
    public void beforeUpdate(Moment moment) {
        if (oneLooks) {
            one.beforeUpdate(moment);
        }
        if (otherLooks) {
            other.beforeUpdate(moment);
        }
    }

    @Override
    public void afterUpdate(Moment moment) {
        if (oneLooks) {
            one.afterUpdate(moment);
        }
        if (otherLooks) {
            other.afterUpdate(moment);
        }
    }
}
