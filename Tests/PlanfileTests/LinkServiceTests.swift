import Night
import Planfile
import Testing

@Suite("A link with a service of its own")
struct LinkServicePlanTests {
    private func bridge(_ written: String) -> LoadedPlan {
        load(smallPlan.replacing("[{ link: {} }]", with: "[{ \(written) }]"), secrets: secrets(["S": "hush"]))
    }

    @Test("is named as its service names it, and reached as any endpoint")
    func named() {
        let endpoint = EndpointPlan(url: .plain("https://c"), user: .plain("AKID"), password: .secret("hush"))
        let at = "at: { url: 'https://c', user: AKID, password: '${env:S}' }"
        #expect(
            bridge("cluster-linking: { \(at), cluster: lkc-1, link: l }").plan?.bridges
                == [.clusterLinking(LinkServicePlan(endpoint: endpoint, cluster: "lkc-1", link: "l"))])
        #expect(
            bridge("automq-linking: { \(at), environment: env-1, instance: kf-1, link: l }").plan?.bridges == [
                .automqLinking(
                    LinkServicePlan(endpoint: endpoint, cluster: "kf-1", link: "l", environment: "env-1"))
            ])
    }

    @Test("of AutoMQ takes its environment, which every request names; Confluent has none")
    func environment() {
        let without = bridge("automq-linking: { at: 'https://c', instance: kf-1, link: l }")
        #expect(without.plan == nil && without.rendered.joined().contains("environment"))
        let with = bridge("cluster-linking: { at: 'https://c', cluster: lkc-1, link: l, environment: e }")
        #expect(with.plan == nil && with.rendered.joined().contains("cluster-linking has none"))
    }
}
