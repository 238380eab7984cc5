package fairlead.platform.link;

import fairlead.platform.store.Connections.Connection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a vendor's profile leads a person whose company is linked, with the parameters that Codat
 * reserves for it.
 */
final class Redirect {
    private Redirect() {}

    /**
     * The address with everything filled in. What the vendor has written as {@code {companyId}} is
     * replaced where it stands, the other parameters are added to the query.
     */
    static String of(String url, String client, Connection connection) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("clientId", client);
        parameters.put("companyId", connection.companyId());
        parameters.put("connectionId", connection.id());
        parameters.put("integrationId", connection.integrationId());
        parameters.put("sourceId", connection.sourceId());
        parameters.put("sourceType", "Accounting");
        parameters.put("platform", connection.platformKey());
        parameters.put("platformName", connection.platformName());
        parameters.put("statusCode", "200");
        parameters.put("statusText", "OK");
        int hash = url.indexOf('#');
        String address = hash < 0 ? url : url.substring(0, hash);
        String written = address;
        StringBuilder more = new StringBuilder();
        for (Map.Entry<String, String> each : parameters.entrySet()) {
            String placeholder = "{" + each.getKey() + "}";
            String value = URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8);
            if (written.contains(placeholder)) {
                address = address.replace(placeholder, value);
            } else {
                more.append(more.isEmpty() ? "" : "&")
                        .append(each.getKey())
                        .append('=')
                        .append(value);
            }
        }
        String between = address.indexOf('?') < 0 ? "?" : address.matches(".*[?&]") ? "" : "&";
        return address + between + more + (hash < 0 ? "" : url.substring(hash));
    }
}
