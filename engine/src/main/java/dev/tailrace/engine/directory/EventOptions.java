package dev.tailrace.engine.directory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which options of a connection its events carry, by strategy (event-types §3).
 *
 * @param required those without which the catalogue knows no options
 */
record EventOptions(List<String> fields, List<String> required) {
    private static final Map<String, EventOptions> TYPED = Map.of(
            "oidc",
            of("""
                authorization_endpoint client_id connection_settings domain_aliases dpop_signing_alg
                federated_connections_access_tokens icon_url id_token_session_expiry_supported
                id_token_signed_response_algs issuer jwks_uri non_persistent_attrs oidc_metadata
                schema_version scope send_back_channel_nonce set_user_root_attributes tenant_domain
                token_endpoint token_endpoint_auth_method token_endpoint_auth_signing_alg
                token_endpoint_jwtca_aud_format upstream_params useOauthSpecScope userinfo_endpoint
                attribute_map discovery_url type
                """, List.of("client_id")),
            "okta",
            of("""
                authorization_endpoint client_id connection_settings domain_aliases dpop_signing_alg
                federated_connections_access_tokens icon_url id_token_session_expiry_supported
                id_token_signed_response_algs issuer jwks_uri non_persistent_attrs oidc_metadata
                schema_version scope send_back_channel_nonce set_user_root_attributes tenant_domain
                token_endpoint token_endpoint_auth_method token_endpoint_auth_signing_alg
                token_endpoint_jwtca_aud_format upstream_params useOauthSpecScope userinfo_endpoint
                attribute_map domain type
                """, List.of("client_id")),
            "samlp",
            of("""
                assertion_decryption_settings cert cert_rollover_notification digestAlgorithm
                domain_aliases entityId expires icon_url idpinitiated non_persistent_attrs
                protocolBinding set_user_root_attributes signatureAlgorithm signInEndpoint
                signingCert signSAMLRequest subject tenant_domain thumbprints upstream_params debug
                deflate destinationUrl disableFieldsMapFix disableSignout discovery_url fieldsMap
                fieldsMapJsonRaw global_token_revocation_jwt_iss global_token_revocation_jwt_sub
                metadataUrl oidc_metadata recipientUrl requestTemplate signOutEndpoint
                user_id_attribute
                """, List.of()),
            "pingfederate",
            of("""
                assertion_decryption_settings cert cert_rollover_notification digestAlgorithm
                domain_aliases entityId expires icon_url idpinitiated non_persistent_attrs
                protocolBinding set_user_root_attributes signatureAlgorithm signInEndpoint
                signingCert signSAMLRequest subject tenant_domain thumbprints upstream_params
                pingFederateBaseUrl
                """, List.of("pingFederateBaseUrl")),
            "adfs",
            of("""
                adfs_server cert_rollover_notification domain_aliases entityId fedMetadataXml
                icon_url non_persistent_attrs prev_thumbprints set_user_root_attributes
                should_trust_email_verified_connection signInEndpoint tenant_domain thumbprints
                upstream_params user_id_attribute
                """, List.of()),
            "ad",
            of("""
                agentIP agentMode agentVersion brute_force_protection certAuth certs disable_cache
                disable_self_service_change_password domain_aliases icon_url ips kerberos
                kerberos_only non_persistent_attrs set_user_root_attributes signInEndpoint
                tenant_domain thumbprints upstream_params
                """, List.of()),
            "google-apps",
            of("""
                admin_access_token_expiresin allow_setting_login_scopes api_enable_groups
                api_enable_users client_id domain domain_aliases email ext_agreed_terms ext_groups
                ext_groups_extended ext_is_admin ext_is_suspended
                federated_connections_access_tokens handle_login_from_social icon_url
                map_user_id_to_id non_persistent_attrs profile scope set_user_root_attributes
                tenant_domain upstream_params
                """, List.of("client_id")),
            "waad",
            of("""
                api_enable_users app_domain app_id basic_profile cert_rollover_notification
                client_id domain domain_aliases ext_groups ext_nested_groups ext_profile
                federated_connections_access_tokens granted icon_url identity_api
                max_groups_to_retrieve non_persistent_attrs scope set_user_root_attributes
                should_trust_email_verified_connection tenant_domain tenantId thumbprints
                upstream_params use_wsfed useCommonEndpoint userid_attribute waad_protocol
                """, List.of("client_id")));

    /** Empty for the strategies whose options no event tells. */
    static Optional<EventOptions> of(String strategy) {
        return Optional.ofNullable(TYPED.get(strategy));
    }

    private static EventOptions of(String fields, List<String> required) {
        return new EventOptions(List.of(fields.strip().split("\\s+")), required);
    }
}
