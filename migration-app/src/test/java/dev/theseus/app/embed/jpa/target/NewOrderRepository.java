package dev.theseus.app.embed.jpa.target;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Spring Data's; it only reads. */
public interface NewOrderRepository extends Repository<NewOrderEntity, Long> {

    Optional<NewOrderEntity> findByNumber(long number);

    @Query("select o from NewOrderEntity o where o.terms.customer = ?1 order by o.number")
    List<NewOrderEntity> ofCustomer(String customer);

    long countByTermsCustomer(String customer);

    boolean existsByNumber(long number);
}
