package fairlead.accounting.sage50;

import java.time.LocalDateTime;

/** A department, project or cost code, or the group that they stand in, to a tracking category. */
final class TrackingCategoryMapper {
    private TrackingCategoryMapper() {}

    static byte[] map(Json json, String id, String parent, String name, LocalDateTime modified) {
        json.record().text("id", id);
        if (!parent.isEmpty()) {
            json.text("parentId", parent);
        }
        json.stamp("sourceModifiedDate", modified, "")
                .text("name", name)
                .flag("hasChildren", parent.isEmpty())
                .text("status", "Active");
        return json.bytes();
    }
}
