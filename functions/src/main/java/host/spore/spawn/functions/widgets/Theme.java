package host.spore.spawn.functions.widgets;

/** Of the console around the page. */
enum Theme {
    LIGHT,
    DARK;

    /** Whatever else a console may come to have is shown as light. */
    static Theme parse(String word) {
        return word.equals("dark") ? DARK : LIGHT;
    }
}
